/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.SinkListener;

/** A bean that gives each runner of a sink a listener. All beans of this type are asked. */
@FunctionalInterface
public interface SinkListenerFactory {

    /** Returns the listener for the runner that feeds that sink with that module's changes. */
    SinkListener create(ModuleId module, SinkName sink);
}
