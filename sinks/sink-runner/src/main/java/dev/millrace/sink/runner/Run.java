/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.runner.SinkStatus.State;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
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
    private final ChangeFilter filter;
    private final SinkControl control;
    private final InFlight inFlight;
    private final LongAdder acknowledged = new LongAdder();
    private volatile long lastAcknowledgedAt;

    Run(ChangeSource source, SinkCalls calls, RunnerOptions options, ChangeFilter filter, SinkControl control) {
        this.source = source;
        this.calls = calls;
        this.options = options;
        this.filter = filter;
        this.control = control;
        this.inFlight = new InFlight(options);
    }

    /** Redrives go on for as long as deliveries come, and are cancelled then: each of their steps may be the last. */
    Mono<Void> until(Mono<Void> stop, Mono<Void> redrives) {
        return Flux.using(
                        () -> new Lanes(options, batch -> Settlement.of(calls, batch)),
                        lanes -> beside(redrives, deliveries(lanes).takeUntilOther(stop.then(drain()))),
                        Lanes::dispose)
                .doOnSubscribe(subscription -> started())
                .doFinally(signal -> stopped())
                .then();
    }

    private static Flux<Delivery> beside(Mono<Void> redrives, Flux<Delivery> deliveries) {
        return Flux.deferContextual(context -> Flux.using(
                () -> redrives.contextWrite(context).subscribe(), running -> deliveries, Disposable::dispose));
    }

    private Flux<Delivery> deliveries(Lanes lanes) {
        return source.deliveries()
                .concatMap(this::admit, 0) // waits for room; prefetch 0: with at most one in its hands
                .flatMapSequential(delivery -> through(lanes, delivery), options.maxInFlight(), ONE_ANSWER)
                .doOnNext(this::acknowledge); // finished in any order, acknowledged in the order of delivery
    }

    private Mono<Delivery> admit(Delivery delivery) {
        if (control.isPaused()) {
            return control.whenResumed().then(Mono.defer(() -> admit(delivery)));
        }
        return calls.aside().isReadyFor(delivery)
                ? inFlight.enter(delivery)
                : calls.prepareFor(delivery).then(Mono.defer(() -> inFlight.enter(delivery)));
    }

    private Mono<Delivery> through(Lanes lanes, Delivery delivery) {
        if (delivery.content() instanceof Delivery.Undecodable undecodable) {
            return calls.deadLetter(delivery, undecodable.cause()).thenReturn(delivery);
        }
        ChangeRecord change = ((Delivery.Decoded) delivery.content()).change();
        if (!isWanted(change)) {
            calls.listener().filteredOut(change, delivery.position());
            return Mono.just(delivery);
        }
        return new Ticket(delivery, lanes.of(change.key()));
    }

    private boolean isWanted(ChangeRecord change) {
        try {
            return filter.test(change);
        } catch (RuntimeException failure) {
            log.warn(
                    "{}: the filter failed with {}",
                    calls.sinkName(),
                    failure.getClass().getName());
            return true;
        }
    }

    private void acknowledge(Delivery delivery) {
        delivery.acknowledge();
        inFlight.leave(delivery);
        acknowledged.increment();
        lastAcknowledgedAt = now();
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
        lastAcknowledgedAt = now();
        control.began(this);
        log.info("{}: started", calls.sinkName());
        calls.listener().started();
    }

    private void stopped() {
        calls.circuit().dispose();
        control.ended(this);
        log.info("{}: stopped", calls.sinkName());
        calls.listener().stopped();
    }

    private long now() {
        return options.scheduler().now(TimeUnit.MILLISECONDS);
    }

    Circuit circuit() {
        return calls.circuit();
    }

    String sinkName() {
        return calls.sinkName().text();
    }

    /** Whether the sink is to be written to now. */
    boolean mayRedrive() {
        return !control.isPaused() && calls.circuit().cause() == null;
    }

    SinkStatus status(boolean paused) {
        Throwable cause = calls.circuit().cause();
        State state = paused
                ? State.PAUSED
                : cause != null ? State.CIRCUIT_OPEN : calls.isDown() ? State.SINK_DOWN : State.RUNNING;
        return new SinkStatus(
                state,
                inFlight.deliveries(),
                acknowledged.sum(),
                Instant.ofEpochMilli(lastAcknowledgedAt),
                cause == null ? "" : cause.getClass().getName());
    }
}
