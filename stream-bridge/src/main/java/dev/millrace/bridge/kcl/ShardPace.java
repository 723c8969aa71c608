/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.streams.PollingPace;
import dev.millrace.bridge.streams.PollingPace.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.retrieval.polling.SleepTimeController;
import software.amazon.kinesis.retrieval.polling.SleepTimeControllerConfig;

/** Tells the thread that reads one shard how long to sleep before the next read. */
final class ShardPace implements SleepTimeController {

    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final int LONGEST_DOUBLING = 20;

    private final KclOptions options;
    private final PollingPace pace;

    private int failures;

    ShardPace(KclOptions options) {
        this.options = options;
        this.pace = new PollingPace(options.idle(), options.maxIdle());
    }

    /** Called once before each read but the first; without a count when the read before has failed. */
    @Override
    public long getSleepTimeMillis(SleepTimeControllerConfig last) {
        @Nullable Integer records = last.lastRecordsCount();
        if (records == null) {
            return afterFailure();
        }
        failures = 0;
        Duration pause = pace.after(Page.of(records, 0));
        Duration passed = Duration.between(last.lastSuccessfulCall(), Instant.now());
        return Math.max(0, pause.minus(passed).toMillis());
    }

    private long afterFailure() {
        Duration doubled = options.idle().multipliedBy(1L << Math.min(++failures, LONGEST_DOUBLING));
        long most = Math.min(doubled.toMillis(), LONGEST_AFTER_FAILURE.toMillis());
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }
}
