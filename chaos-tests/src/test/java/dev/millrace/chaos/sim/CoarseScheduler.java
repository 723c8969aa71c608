/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Rounds pauses up, so that those the road draws by chance come out the same in every run of a seed. */
record CoarseScheduler(Scheduler time) implements Scheduler {

    /** No pause of the road's is drawn from a range that is wider, as it is set up here. */
    static final long MILLIS = 100;

    /** What this makes of every scheduler of Reactor's. */
    Schedulers.Factory factory() {
        return new Schedulers.Factory() {
            @Override
            public Scheduler newParallel(int parallelism, ThreadFactory threads) {
                return CoarseScheduler.this;
            }

            @Override
            public Scheduler newBoundedElastic(int cap, int queued, ThreadFactory threads, int secondsToLive) {
                return CoarseScheduler.this;
            }

            @Override
            public Scheduler newSingle(ThreadFactory threads) {
                return CoarseScheduler.this;
            }
        };
    }

    @Override
    public Disposable schedule(Runnable task) {
        return time.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(MILLIS);
        return time.schedule(task, (unit.toNanos(delay) + nanos - 1) / nanos * MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Worker createWorker() {
        return time.createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
        return time.now(unit);
    }
}
