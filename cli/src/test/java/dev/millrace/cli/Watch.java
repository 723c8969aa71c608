/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Somebody who asks a read model again and again, and never takes an answer that is older than the one before. */
final class Watch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final Sinks.Empty<Void> over = Sinks.empty();
    private final AtomicLong seen = new AtomicLong();
    private final Mono<Void> watching;

    Watch(Supplier<Map<String, Long>> query) {
        this.watching = Flux.interval(PERIOD)
                .onBackpressureDrop()
                .concatMap(tick -> Mono.fromSupplier(query).subscribeOn(Schedulers.boundedElastic()), 0)
                .takeUntilOther(over.asMono())
                .scan(this::laterThan)
                .doOnNext(now -> seen.set(
                        now.values().stream().mapToLong(Long::longValue).sum()))
                .then()
                .cache();
        watching.subscribe(nothing -> {}, failure -> {});
    }

    private Map<String, Long> laterThan(Map<String, Long> before, Map<String, Long> now) {
        before.forEach((id, version) -> assertThat(now.getOrDefault(id, 0L))
                .as("version of %s, seen at %d before", id, version)
                .isGreaterThanOrEqualTo(version));
        return now;
    }

    /** How much there was to see: grows with each version of an item. */
    long seen() {
        return seen.get();
    }

    /** Ends the watch, and fails if it has failed. */
    @Override
    public void close() {
        over.tryEmitEmpty();
        watching.block(PATIENCE);
    }
}
