/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.History;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The time, the chance and the history of one run. */
final class World {

    private final VirtualTimeScheduler time;
    private final Faults faults;
    private final History history;

    private final Sabotage sabotage;

    /** Runs what needs virtual time, on this thread, and gives the real one back. */
    static <T> T inVirtualTime(Function<VirtualTimeScheduler, T> run) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        Schedulers.setFactory(new CoarseScheduler(time).factory());
        try {
            return run.apply(time);
        } finally {
            Schedulers.resetFactory();
            time.dispose();
        }
    }

    World(VirtualTimeScheduler time, Faults faults, Sabotage sabotage) {
        this.sabotage = sabotage;
        this.time = time;
        this.faults = faults;
        this.history = new History(this::now);
    }

    Duration now() {
        return Duration.ofNanos(time.now(TimeUnit.NANOSECONDS));
    }

    long nowMillis() {
        return time.now(TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    void later(long millis, Runnable task) {
        time.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Completes so many milliseconds later. */
    Mono<Void> pause(long millis) {
        return Mono.delay(Duration.ofMillis(millis), time).then();
    }

    boolean happens(Enum<?> fault) {
        return faults.happens(fault);
    }

    boolean isOn(Enum<?> fault) {
        return faults.isOn(fault);
    }

    boolean has(Sabotage bug) {
        return sabotage == bug;
    }

    long between(String who, long least, long most) {
        return faults.between(who, least, most);
    }

    void note(Event event) {
        history.add(event);
    }

    History history() {
        return history;
    }

    Faults faults() {
        return faults;
    }

    VirtualTimeScheduler time() {
        return time;
    }
}
