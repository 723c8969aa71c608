/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.change.ChangeRecord;
import dev.millrace.spring.worker.WorkerStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a worker has told of itself so far. Written by its threads, read by whoever asks. */
final class WorkerProgress {

    private final String worker;
    private final String module;
    private final Clock clock;
    private final AtomicInteger shards = new AtomicInteger();
    private final LongAdder carried = new LongAdder();
    private final LongAdder parked = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder retries = new LongAdder();

    private volatile State state = State.STOPPED;
    private volatile @Nullable Arrival last;
    private volatile String lastFailure = "";

    WorkerProgress(String worker, String module, Clock clock) {
        this.worker = worker;
        this.module = module;
        this.clock = clock;
    }

    String worker() {
        return worker;
    }

    String module() {
        return module;
    }

    void became(State newState) {
        state = newState;
    }

    void carried(ChangeRecord change) {
        Instant now = clock.instant();
        Duration age = Duration.between(change.state().audit().updated().at(), now);
        last = new Arrival(now, age.isNegative() ? Duration.ZERO : age);
        carried.increment();
        if (state == State.RETRYING) {
            state = State.RUNNING;
        }
    }

    void deadLettered(Throwable cause) {
        deadLettered.increment();
        lastFailure = kind(cause);
    }

    void parked(Throwable cause) {
        parked.increment();
        lastFailure = kind(cause);
    }

    void retrying(Throwable cause) {
        retries.increment();
        lastFailure = kind(cause);
        state = State.RETRYING;
    }

    void failed(Throwable cause) {
        lastFailure = kind(cause);
        state = State.FAILED;
    }

    void shardStarted() {
        shards.incrementAndGet();
    }

    void shardLeft() {
        shards.updateAndGet(count -> Math.max(0, count - 1));
    }

    void noShards() {
        shards.set(0);
    }

    WorkerStatus status() {
        Arrival arrival = last;
        return new WorkerStatus(
                worker,
                module,
                state,
                shards.get(),
                carried.sum(),
                parked.sum(),
                deadLettered.sum(),
                retries.sum(),
                arrival == null ? null : arrival.lag(),
                Map.of(),
                arrival == null ? null : arrival.at(),
                lastFailure);
    }

    /** The class of a failure: its message may be somebody else's, and quote data. */
    private static String kind(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    private record Arrival(Instant at, Duration lag) {}
}
