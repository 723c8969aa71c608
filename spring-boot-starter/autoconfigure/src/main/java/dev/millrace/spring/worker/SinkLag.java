/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.Tenant;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
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

    private final Questions questions;
    private final Duration interval;
    private final Scheduler scheduler;
    private final List<SinkLagListener.ForSink> listeners;
    private volatile Map<Integer, Long> behind = Map.of();

    /**
     * What is asked.
     *
     * @param byPartition emits how many changes the sink is behind, by partition
     * @param byTenant emits what of that is a tenant's; empty if nobody wants to know
     */
    record Questions(Mono<Map<Integer, Long>> byPartition, Mono<Map<Tenant, OfTenant>> byTenant) {}

    /**
     * Creates it.
     *
     * @param interval from one question to the next; zero to ask none
     */
    SinkLag(Questions questions, Duration interval, Scheduler scheduler, List<SinkLagListener.ForSink> listeners) {
        this.questions = questions;
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
            answeredByTenant(Map.of());
        });
    }

    private Flux<Void> ask() {
        return interval.isZero()
                ? Flux.empty()
                : Flux.interval(interval, scheduler).onBackpressureDrop().concatMap(tick -> askOnce(), 1);
    }

    private Mono<Void> askOnce() {
        return questions
                .byPartition()
                .onErrorResume(SinkLag::unknown)
                .doOnNext(this::answered)
                .then(questions.byTenant().onErrorResume(SinkLag::unknown))
                .doOnNext(this::answeredByTenant)
                .then();
    }

    private static <K, V> Mono<Map<K, V>> unknown(Throwable cause) {
        log.debug("how far a sink is behind is not known: {}", cause.getClass().getName());
        return Mono.just(Map.of());
    }

    private void answeredByTenant(Map<Tenant, OfTenant> answer) {
        listeners.forEach(listener -> listener.measuredByTenant(answer));
    }

    private void answered(Map<Integer, Long> answer) {
        behind = Map.copyOf(answer);
        listeners.forEach(listener -> listener.measured(answer));
    }
}
