/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.sink.ChangeSink;

/** A bean that makes sinks of one kind, so that {@code millrace.sinks.<name>.kind} can name it. */
public interface SinkKind {

    /** What the setting names, for example {@code data-table}. */
    String kind();

    /**
     * Returns a sink for the module's changes; does no I/O. A sink that is {@link AutoCloseable} is closed with the
     * application. Fails with {@link SettingsException} when a property is missing or wrong.
     *
     * @param name the name under which the sink is configured
     */
    ChangeSink create(String name, DynamoModule module, SinkSettings settings);
}
