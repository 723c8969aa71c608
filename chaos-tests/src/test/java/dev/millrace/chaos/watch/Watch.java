/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.chaos.history.Event;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What stands beside a process, writes down what it does, and may kill it.
 *
 * @param process the name of this life of the process
 * @param clock the time since the run began
 * @param note where events go
 * @param lives told each crash point as it is reached, answers whether the process lives on
 */
public record Watch(String process, Supplier<Duration> clock, Consumer<Event> note, Predicate<CrashPoint> lives) {

    void see(Event event) {
        note.accept(event);
    }

    /** The same watch over something that says itself what happens to it, also when nobody hears its answer. */
    public Watch writingNothing() {
        return new Watch(process, clock, event -> {}, lives);
    }

    boolean passes(CrashPoint point) {
        return lives.test(point);
    }

    /** Goes on behind the point, or never. */
    <T> Mono<T> behind(CrashPoint point, Supplier<Mono<T>> next) {
        return Mono.defer(() -> passes(point) ? next.get() : Mono.never());
    }

    /** Lets signals through that the process lives to hear. */
    <T> Mono<T> before(CrashPoint point, Mono<T> call) {
        return call.materialize()
                .flatMap(signal -> passes(point) ? Mono.just(signal) : Mono.never())
                .dematerialize();
    }

    /** Lets values through that the process lives to hear. */
    <T> Flux<T> before(CrashPoint point, Flux<T> values) {
        return values.filter(value -> passes(point));
    }
}
