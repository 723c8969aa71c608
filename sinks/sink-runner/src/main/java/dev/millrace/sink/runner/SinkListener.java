/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
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
