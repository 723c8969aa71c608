/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Rounds pauses up, so that those a runner draws by chance come out the same in every run of a seed. */
record CoarseScheduler(Scheduler time, long millis) implements Scheduler {

    @Override
    public Disposable schedule(Runnable task) {
        return time.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        return time.schedule(task, (unit.toNanos(delay) + nanos - 1) / nanos * millis, TimeUnit.MILLISECONDS);
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
