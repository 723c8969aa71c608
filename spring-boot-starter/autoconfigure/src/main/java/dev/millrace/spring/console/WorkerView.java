/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.spring.worker.WorkerStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A worker as the page shows it: times in milliseconds, and one number for all partitions. */
record WorkerView(
        String module,
        String worker,
        boolean bridge,
        WorkerStatus.State state,
        int shards,
        long carried,
        long parked,
        long deadLettered,
        long retries,
        @Nullable Long lag,
        @Nullable Long behind,
        @Nullable Instant lastProgress,
        String lastFailure) {

    static WorkerView of(WorkerStatus status) {
        return new WorkerView(
                status.module(),
                status.worker(),
                isBridge(status),
                status.state(),
                status.shards(),
                status.carried(),
                status.parked(),
                status.deadLettered(),
                status.retries(),
                status.lag() == null ? null : (Long) status.lag().toMillis(),
                behind(status),
                status.lastProgress(),
                status.lastFailure());
    }

    static boolean isBridge(WorkerStatus status) {
        return status.worker().equals("bridge");
    }

    /** How many changes a sink is behind in all partitions; null where that is not known. */
    static @Nullable Long behind(WorkerStatus status) {
        return status.behind().isEmpty()
                ? null
                : (Long) status.behind().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }
}
