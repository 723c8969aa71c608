/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.command.CommandService;
import dev.millrace.item.ModuleId;

/** A bean that wraps the command services. All beans of this type are applied, in their order, to every module. */
@FunctionalInterface
public interface CommandServiceCustomizer {

    /** Returns the service to use instead. */
    CommandService customize(ModuleId module, CommandService service);
}
