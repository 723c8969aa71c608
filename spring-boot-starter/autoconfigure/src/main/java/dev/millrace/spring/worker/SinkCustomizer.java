/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;

/** A bean that wraps the sinks that this application feeds. All beans of this type are applied, in their order. */
@FunctionalInterface
public interface SinkCustomizer {

    /** Returns the sink to feed instead; it keeps the name. */
    ChangeSink customize(ModuleId module, ChangeSink sink);
}
