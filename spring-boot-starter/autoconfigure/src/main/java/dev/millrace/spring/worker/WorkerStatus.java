/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a worker of this application is doing. All counts are of this process, since its start.
 *
 * @param worker what it is: {@code bridge}, or the name of a sink
 * @param module whose changes it carries
 * @param state whether it works
 * @param shards how many shards a bridge reads now; 0 for a sink
 * @param carried how many changes Kafka, or the sink, holds since
 * @param deadLettered how many changes were put aside
 * @param retries how often something failed and was tried again
 * @param lag how old the last carried change was when it arrived; null before the first
 * @param lastProgress when the last change arrived; null before the first
 * @param lastFailure what kind of failure was the last; empty if there was none
 */
public record WorkerStatus(
        String worker,
        String module,
        State state,
        int shards,
        long carried,
        long deadLettered,
        long retries,
        @Nullable Duration lag,
        @Nullable Instant lastProgress,
        String lastFailure) {

    /** Whether a worker works. */
    public enum State {
        /** It was not started yet, or was stopped. */
        STOPPED,
        /** It works, or waits for changes. */
        RUNNING,
        /** Something failed, and it tries again. */
        RETRYING,
        /** It failed for good: only a restart of the application brings it back. */
        FAILED
    }

    /** Refuses null. */
    public WorkerStatus {
        requireNonNull(worker, "worker");
        requireNonNull(module, "module");
        requireNonNull(state, "state");
        requireNonNull(lastFailure, "lastFailure");
    }
}
