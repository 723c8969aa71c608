/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.parking.SinkId;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Looks, as long as a run lasts, for redrives that somebody asked for, and does them. */
final class Redrives {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);

    /** How many are taken from one look. */
    private static final int MOST_A_ROUND = 100;

    private final RunnerParking parking;
    private final SinkId sink;
    private final SinkCalls calls;
    private final BooleanSupplier mayWork;
    private final String claimant = UUID.randomUUID().toString();
    private final AtomicBoolean failing = new AtomicBoolean();

    /** Creates the loop; it rests while the sink is not to be written to. */
    Redrives(RunnerParking parking, SinkId sink, SinkCalls calls, BooleanSupplier mayWork) {
        this.parking = parking;
        this.sink = sink;
        this.calls = calls;
        this.mayWork = mayWork;
    }

    /** Never completes. What fails is left for the next round. */
    Mono<Void> run() {
        return Mono.defer(this::round)
                .doOnSuccess(done -> failing.set(false))
                .onErrorResume(this::failed)
                .repeatWhen(rounds ->
                        rounds.concatMap(round -> Mono.delay(parking.options().poll(), calls.scheduler()), 1))
                .then();
    }

    private Mono<Void> round() {
        return mayWork.getAsBoolean()
                ? parking.parked()
                        .asked(sink, MOST_A_ROUND)
                        .flatMapDelayError(
                                key -> new Redrive(parking.parked(), sink, key, calls, claimant).run(),
                                parking.options().redrives(),
                                1)
                        .then()
                : Mono.empty();
    }

    private Mono<Void> failed(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            log.warn(
                    "{}: a redrive fails with {}, trying again",
                    sink.sink(),
                    failure.getClass().getName());
        }
        return Mono.empty();
    }
}
