/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Watches a consumer that is asked for records and gives none although there are some: a known fault of the receiver
 * (reactor-kafka issue 386), and what any other would look like. The first time it ends the subscription, which is then
 * made anew; if that does not help, it raises the alarm and leaves the rest to people.
 */
final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(KafkaRoad.class);

    private final String name;
    private final Duration patience;
    private final Scheduler scheduler;
    private volatile boolean resubscribed;
    private volatile boolean alarmed;

    /** The consumer does not move; to be answered with a new subscription. */
    static final class StalledException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StalledException(String name) {
            super(name + " has records to read and reads none");
        }
    }

    Watchdog(String name, Duration patience, Scheduler scheduler) {
        this.name = name;
        this.patience = patience;
        this.scheduler = scheduler;
    }

    /** Whether nothing has come although there is something, and subscribing anew did not help. */
    boolean isAlarmed() {
        return alarmed;
    }

    /**
     * The same records, watched.
     *
     * @param behind asked when none has come for a while: emits whether there are some
     */
    <T> Flux<T> watch(Flux<T> records, Mono<Boolean> behind) {
        return Flux.defer(() -> {
            AtomicLong wanted = new AtomicLong();
            AtomicLong movedAt = new AtomicLong(now());
            return records.doOnNext(record -> moved(wanted, movedAt))
                    .doOnRequest(n -> asked(n, wanted, movedAt))
                    .takeUntilOther(stall(wanted, movedAt, behind));
        });
    }

    private void moved(AtomicLong wanted, AtomicLong movedAt) {
        wanted.decrementAndGet();
        movedAt.lazySet(now());
        if (resubscribed) {
            resubscribed = false;
            alarmed = false;
        }
    }

    /** Time in which nobody asks is no time of standing still. */
    private void asked(long n, AtomicLong wanted, AtomicLong movedAt) {
        if (wanted.getAndAdd(Math.min(n, Integer.MAX_VALUE)) <= 0) {
            movedAt.set(now());
        }
    }

    private Mono<Void> stall(AtomicLong wanted, AtomicLong movedAt, Mono<Boolean> behind) {
        return Flux.interval(patience, scheduler)
                .onBackpressureDrop()
                .filter(tick -> wanted.get() > 0 && now() - movedAt.get() >= patience.toMillis())
                .concatMap(tick -> behind.onErrorReturn(false), 1)
                .filter(Boolean::booleanValue)
                .concatMap(stalled -> stalled(), 1)
                .then();
    }

    private Mono<Void> stalled() {
        if (!resubscribed) {
            resubscribed = true;
            return Mono.error(new StalledException(name));
        } else if (!alarmed) {
            alarmed = true;
            log.error("{} has records to read and reads none, and subscribing anew did not help", name);
        }
        return Mono.empty();
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }
}
