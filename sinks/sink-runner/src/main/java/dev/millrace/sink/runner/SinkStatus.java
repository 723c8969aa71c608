/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a runner is doing at a moment; for health and metrics.
 *
 * @param state what state it is in
 * @param inFlight how many deliveries are taken and not yet acknowledged
 * @param acknowledged how many were acknowledged in this run
 * @param lastAcknowledged when one was acknowledged last; when the run began, if none was
 * @param cause the class of the failure that opened the circuit; empty while it is closed
 */
public record SinkStatus(State state, int inFlight, long acknowledged, Instant lastAcknowledged, String cause) {

    /** What state a runner is in. */
    public enum State {
        /** No run is under way. */
        STOPPED,
        /** Deliveries are taken and the sink answers, as far as it was asked. */
        RUNNING,
        /** Somebody has paused it. */
        PAUSED,
        /** The sink cannot be reached; it is tried again and again. */
        SINK_DOWN,
        /** Too many items failed alike: the sink is tried with one change at a time, and people are needed. */
        CIRCUIT_OPEN
    }

    /** Refuses null. */
    public SinkStatus {
        requireNonNull(state, "state");
        requireNonNull(lastAcknowledged, "lastAcknowledged");
        requireNonNull(cause, "cause");
    }

    static SinkStatus stopped() {
        return new SinkStatus(State.STOPPED, 0, 0, Instant.EPOCH, "");
    }

    /** Tells whether nobody has to look: it runs, or was paused or stopped by somebody. */
    public boolean isHealthy() {
        return state != State.SINK_DOWN && state != State.CIRCUIT_OPEN;
    }
}
