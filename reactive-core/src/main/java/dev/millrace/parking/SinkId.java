/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;

/**
 * One sink of one module: what parks changes, and by which they are found again.
 *
 * @param module whose changes
 * @param sink which sink of them
 */
public record SinkId(ModuleId module, SinkName sink) {

    /** Refuses null. */
    public SinkId {
        requireNonNull(module, "module");
        requireNonNull(sink, "sink");
    }

    /** The sink's name among all of the application, which is also its consumer group. */
    @Override
    public String toString() {
        return module.named(sink.text());
    }
}
