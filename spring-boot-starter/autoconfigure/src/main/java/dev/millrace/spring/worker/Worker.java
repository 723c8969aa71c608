/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.MillraceException;
import dev.millrace.spring.worker.WorkerStatus.State;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One thing that runs until it is told to stop: a bridge, or a sink's runner. Can be started again after it stopped. */
final class Worker {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final Function<Mono<Void>, Mono<Void>> runUntil;
    private final WorkerProgress progress;
    private final Gauge gauge;
    private final Runnable closing;

    private Sinks.Empty<Void> stop = Sinks.empty();
    private Sinks.Empty<Void> ended = endedAlready();

    /**
     * Creates a worker.
     *
     * @param runUntil runs until the publisher completes, then completes
     * @param gauge what it shows while it runs
     * @param closing releases what the worker holds, after its last run
     */
    Worker(Function<Mono<Void>, Mono<Void>> runUntil, WorkerProgress progress, Gauge gauge, Runnable closing) {
        this.runUntil = runUntil;
        this.progress = progress;
        this.gauge = gauge;
        this.closing = closing;
    }

    private static Sinks.Empty<Void> endedAlready() {
        Sinks.Empty<Void> ended = Sinks.empty();
        ended.tryEmitEmpty();
        return ended;
    }

    synchronized void start() {
        Sinks.Empty<Void> thisStop = Sinks.empty();
        Sinks.Empty<Void> thisEnd = Sinks.empty();
        stop = thisStop;
        ended = thisEnd;
        progress.became(State.RUNNING);
        runUntil.apply(thisStop.asMono())
                .doFinally(signal -> thisEnd.tryEmitEmpty())
                .subscribe(null, this::failed, () -> progress.became(State.STOPPED));
    }

    private void failed(Throwable cause) {
        progress.failed(cause);
        WorkerStatus status = status();
        // the message of a failure that is not ours may quote data
        String reason = cause instanceof MillraceException own
                ? own.getMessage()
                : cause.getClass().getName();
        log.error("worker {} of module {} has failed for good: {}", status.worker(), status.module(), reason);
    }

    /** Tells the worker to stop. Completes once it has, whether it was running or not. */
    synchronized Mono<Void> stop() {
        stop.tryEmitEmpty();
        return ended.asMono();
    }

    void close() {
        closing.run();
    }

    WorkerStatus status() {
        WorkerStatus told = progress.status();
        boolean runs = told.state() != State.STOPPED && told.state() != State.FAILED;
        return runs ? gauge.read(told) : told;
    }

    boolean is(String module, String worker) {
        return progress.module().equals(module) && progress.worker().equals(worker);
    }

    boolean pause() {
        return gauge.pause();
    }

    boolean resume() {
        return gauge.resume();
    }
}
