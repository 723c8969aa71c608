/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a worker of this application is doing. All counts are of this process, since its start.
 *
 * @param worker what it is: {@code bridge}, or the name of a sink
 * @param module whose changes it carries
 * @param state whether it works
 * @param shards how many shards a bridge reads now; 0 for a sink
 * @param carried how many changes Kafka, or the sink, holds since
 * @param parked how many items a sink has parked
 * @param deadLettered how many changes were put aside
 * @param retries how often something failed and was tried again
 * @param lag of a bridge, how old the oldest change may be that is not on the topic; of a sink, how old the last one was
 *     when it arrived, null before the first
 * @param behind how many changes a sink is behind, by partition, when that was last asked; empty before, and for a bridge
 * @param lastProgress when the last change arrived; null before the first
 * @param lastFailure what kind of failure was the last; empty if there was none
 */
public record WorkerStatus(
        String worker,
        String module,
        State state,
        int shards,
        long carried,
        long parked,
        long deadLettered,
        long retries,
        @Nullable Duration lag,
        Map<Integer, Long> behind,
        @Nullable Instant lastProgress,
        String lastFailure) {

    /** Whether a worker works. */
    public enum State {
        /** It was not started yet, or was stopped. */
        STOPPED,
        /** It works, or waits for changes. */
        RUNNING,
        /** Somebody has paused it. */
        PAUSED,
        /** Something failed, and it tries again. */
        RETRYING,
        /** A bridge that the stream has lost records of, and that publishes them from the command table. */
        REPAIRING,
        /** A bridge whose lag has passed the first alarm: the stream forgets after a day. */
        AT_RISK,
        /** A sink that refuses many items alike: it is tried with one change at a time until people have looked. */
        CIRCUIT_OPEN,
        /** It has something to do and makes no progress, although it has begun anew because of that. */
        STUCK,
        /** It failed for good: only a restart of the application brings it back. */
        FAILED
    }

    /** Refuses null; copies the map. */
    public WorkerStatus {
        requireNonNull(worker, "worker");
        requireNonNull(module, "module");
        requireNonNull(state, "state");
        requireNonNull(lastFailure, "lastFailure");
        behind = Map.copyOf(behind);
    }

    WorkerStatus withState(State newState) {
        return new WorkerStatus(
                worker,
                module,
                newState,
                shards,
                carried,
                parked,
                deadLettered,
                retries,
                lag,
                behind,
                lastProgress,
                lastFailure);
    }

    WorkerStatus withLag(Duration newLag) {
        return new WorkerStatus(
                worker,
                module,
                state,
                shards,
                carried,
                parked,
                deadLettered,
                retries,
                newLag,
                behind,
                lastProgress,
                lastFailure);
    }

    WorkerStatus withBehind(Map<Integer, Long> newBehind) {
        return new WorkerStatus(
                worker,
                module,
                state,
                shards,
                carried,
                parked,
                deadLettered,
                retries,
                lag,
                newBehind,
                lastProgress,
                lastFailure);
    }
}
