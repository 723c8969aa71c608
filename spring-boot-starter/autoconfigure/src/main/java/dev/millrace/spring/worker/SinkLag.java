/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Asks Kafka, now and then, how far a sink is behind. */
final class SinkLag {

    private static final Logger log = LoggerFactory.getLogger(SinkLag.class);

    private final Mono<Map<Integer, Long>> question;
    private final Duration interval;
    private final Scheduler scheduler;
    private final List<SinkLagListener.ForSink> listeners;
    private volatile Map<Integer, Long> behind = Map.of();

    /**
     * Creates it.
     *
     * @param question emits how many changes the sink is behind, by partition
     * @param interval from one question to the next; zero to ask none
     */
    SinkLag(
            Mono<Map<Integer, Long>> question,
            Duration interval,
            Scheduler scheduler,
            List<SinkLagListener.ForSink> listeners) {
        this.question = question;
        this.interval = interval;
        this.scheduler = scheduler;
        this.listeners = List.copyOf(listeners);
    }

    /** The last answer; empty where there is none, or it has been refused since. */
    Map<Integer, Long> behind() {
        return behind;
    }

    /** Runs that one while asking. */
    Mono<Void> during(Mono<Void> run) {
        return Mono.using(() -> ask().subscribe(), asking -> run, asking -> {
            asking.dispose();
            answered(Map.of());
        });
    }

    private Flux<Map<Integer, Long>> ask() {
        return interval.isZero()
                ? Flux.empty()
                : Flux.interval(interval, scheduler)
                        .onBackpressureDrop()
                        .concatMap(tick -> question.onErrorResume(this::unknown), 1)
                        .doOnNext(this::answered);
    }

    private Mono<Map<Integer, Long>> unknown(Throwable cause) {
        log.debug("how far a sink is behind is not known: {}", cause.getClass().getName());
        return Mono.just(Map.of());
    }

    private void answered(Map<Integer, Long> answer) {
        behind = Map.copyOf(answer);
        listeners.forEach(listener -> listener.measured(answer));
    }
}
