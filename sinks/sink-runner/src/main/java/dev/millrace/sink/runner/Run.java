/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One run of a {@link SinkRunner}, from the first delivery to the last acknowledgement. */
final class Run {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);

    /** A delivery answers once. */
    private static final int ONE_ANSWER = 1;

    private final ChangeSource source;
    private final SinkCalls calls;
    private final RunnerOptions options;
    private final InFlight inFlight;

    Run(ChangeSource source, SinkCalls calls, RunnerOptions options) {
        this.source = source;
        this.calls = calls;
        this.options = options;
        this.inFlight = new InFlight(options);
    }

    Mono<Void> until(Mono<Void> stop) {
        return Flux.using(
                        () -> new Lanes(options, batch -> Settlement.of(calls, batch)),
                        lanes -> deliveries(lanes).takeUntilOther(stop.then(drain())),
                        Lanes::dispose)
                .doOnSubscribe(subscription -> started())
                .doFinally(signal -> stopped())
                .then();
    }

    private Flux<Delivery> deliveries(Lanes lanes) {
        return source.deliveries()
                .concatMap(inFlight::enter, 0) // waits for room; prefetch 0: with at most one in its hands
                .flatMapSequential(delivery -> through(lanes, delivery), options.maxInFlight(), ONE_ANSWER)
                .doOnNext(this::acknowledge); // finished in any order, acknowledged in the order of delivery
    }

    private Mono<Delivery> through(Lanes lanes, Delivery delivery) {
        if (delivery.content() instanceof Delivery.Undecodable undecodable) {
            return calls.deadLetter(delivery, undecodable.cause(), 1).thenReturn(delivery);
        }
        Delivery.Decoded decoded = (Delivery.Decoded) delivery.content();
        return new Ticket(delivery, decoded.change(), lanes.of(decoded.change().key()));
    }

    private void acknowledge(Delivery delivery) {
        delivery.acknowledge();
        inFlight.leave(delivery);
    }

    private Mono<Void> drain() {
        return inFlight.close()
                .then(Mono.defer(source::commit))
                .timeout(options.drainTimeout(), options.scheduler())
                .doOnError(failure -> log.warn(
                        "{}: stopping with {} in flight, they come again", calls.sinkName(), inFlight.deliveries()))
                .onErrorComplete();
    }

    private void started() {
        log.info("{}: started", calls.sinkName());
        calls.listener().started();
    }

    private void stopped() {
        log.info("{}: stopped", calls.sinkName());
        calls.listener().stopped();
    }
}
