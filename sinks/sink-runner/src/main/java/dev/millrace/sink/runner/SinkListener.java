/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import java.time.Duration;

/**
 * Observes a runner. Called on the runner's threads, several at once; must not block. What it throws is logged and changes
 * nothing.
 */
public interface SinkListener {

    /** The listener that ignores everything. */
    static SinkListener none() {
        return new SinkListener() {};
    }

    /** A run began. */
    default void started() {}

    /** The sink wrote the change. */
    default void applied(ChangeRecord change, Position position) {}

    /** The sink held this version or a later one already. */
    default void stale(ChangeRecord change, Position position) {}

    /** A newer version of the item, from the same batch, is in the sink; this one was not shown to it. */
    default void superseded(ChangeRecord change, Position position) {}

    /** The change cannot be taken: its item is parked from here on. */
    default void parked(ChangeRecord change, Position position, Throwable cause) {}

    /** The change's item is parked; the change is kept behind those that are there. */
    default void keptBehind(ChangeRecord change, Position position) {}

    /** The sink holds a change that was parked. */
    default void redriven(ChangeRecord change) {}

    /** All that was parked of the item is in the sink; what comes from here on goes there directly. */
    default void released(ItemKey key) {}

    /** Many items fail alike: the sink is tried with one change at a time, and nothing is given up. */
    default void circuitOpened(Throwable cause) {}

    /** A change went well again, or somebody wants all of them to be tried. */
    default void circuitClosed() {}

    /** The change is none of those that the sink wants to see. */
    default void filteredOut(ChangeRecord change, Position position) {}

    /** The delivery is among the dead letters. */
    default void deadLettered(Position position, Throwable cause) {}

    /**
     * Something failed and is tried again after the pause.
     *
     * @param cause what went wrong
     * @param attempt how often that went wrong, at least 1
     * @param pause how long until the next attempt
     */
    default void retrying(Throwable cause, int attempt, Duration pause) {}

    /** A run ended, well or badly; nothing of it is in flight any more. */
    default void stopped() {}
}
