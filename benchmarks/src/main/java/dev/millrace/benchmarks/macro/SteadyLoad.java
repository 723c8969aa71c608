/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Creates items at a steady pace, however long each takes, until told to stop. They are numbered from 0. */
final class SteadyLoad implements AutoCloseable {

    private static final String PREFIX = "steady";
    private static final int AT_ONCE = 256;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger recorded = new AtomicInteger();
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final Mono<Void> load;

    private SteadyLoad(CommandService service, Duration period) {
        this.load = Flux.interval(period)
                .onBackpressureDrop()
                .takeUntilOther(stop.asMono())
                .flatMap(tick -> create(service, begun.getAndIncrement()), AT_ONCE)
                .then()
                .cache();
    }

    static SteadyLoad start(CommandService service, Duration period) {
        SteadyLoad load = new SteadyLoad(service, period);
        load.load.subscribe(done -> {}, failed -> {}); // stop() fails with it
        return load;
    }

    private Mono<?> create(CommandService service, int number) {
        return Orders.asTenant(
                        service.publishAsync(Command.create(Orders.key(PREFIX, number), Orders.attributes(number))))
                .doOnSuccess(done -> recorded.incrementAndGet());
    }

    /** How many commands are recorded so far. */
    int recorded() {
        return recorded.get();
    }

    /** Stops; returns how many commands were recorded. */
    int stop() {
        stop.tryEmitEmpty();
        load.block();
        return recorded();
    }

    @Override
    public void close() {
        stop.tryEmitEmpty();
    }
}
