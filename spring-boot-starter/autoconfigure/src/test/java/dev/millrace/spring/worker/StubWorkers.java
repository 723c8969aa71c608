/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.change.ChangeRecord;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/** Workers that say of themselves what a test wants. */
public final class StubWorkers {

    private StubWorkers() {}

    /** One worker of the module {@code order} that runs, and shows that state. */
    public static Workers showing(String name, WorkerStatus.State state) {
        WorkerProgress progress = new WorkerProgress(name, "order", Clock.systemUTC());
        Gauge gauge = told -> told.withState(state).withBehind(Map.of(0, 3L, 1, 4L));
        Workers workers = new Workers(0, List.of(new Worker(stop -> Mono.never(), progress, gauge, () -> {})));
        workers.start();
        return workers;
    }

    /** A sink of the module {@code order} that runs, can be paused, and takes that change when it is told to. */
    public static StubSink sink(String name, ChangeRecord change) {
        return new StubSink(name, change);
    }

    /** A sink that does nothing by itself. */
    public static final class StubSink {

        private final AtomicBoolean paused = new AtomicBoolean();
        private final AtomicLong behind = new AtomicLong();
        private final WorkerProgress progress;
        private final ChangeRecord change;
        private final Workers workers;

        private StubSink(String name, ChangeRecord change) {
            this.progress = new WorkerProgress(name, "order", Clock.systemUTC());
            this.change = change;
            this.workers = new Workers(0, List.of(new Worker(stop -> stop, progress, gauge(), () -> {})));
        }

        public Workers workers() {
            return workers;
        }

        public boolean isPaused() {
            return paused.get();
        }

        public void resume() {
            paused.set(false);
        }

        /** Takes the change, and shows to be so many changes behind. */
        public void take(long nowBehind) {
            behind.set(nowBehind);
            progress.carried(change);
        }

        private Gauge gauge() {
            return new Gauge() {
                @Override
                public WorkerStatus read(WorkerStatus told) {
                    return told.withState(paused.get() ? WorkerStatus.State.PAUSED : WorkerStatus.State.RUNNING)
                            .withBehind(Map.of(0, behind.get()));
                }

                @Override
                public boolean pause() {
                    paused.set(true);
                    return true;
                }

                @Override
                public boolean resume() {
                    paused.set(false);
                    return true;
                }
            };
        }
    }
}
