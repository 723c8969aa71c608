/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;

/**
 * A sink that the application can ask for its versions, and that a worker may feed.
 *
 * @param module whose changes it takes
 * @param sink the sink
 * @param settings how it is configured
 */
public record KnownSink(ModuleId module, ChangeSink sink, SinkSettings settings) {

    /** Refuses null. */
    public KnownSink {
        requireNonNull(module, "module");
        requireNonNull(sink, "sink");
        requireNonNull(settings, "settings");
    }
}
