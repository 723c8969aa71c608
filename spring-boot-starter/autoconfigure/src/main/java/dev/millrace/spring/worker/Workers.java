/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.util.List;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;

/**
 * Workers that start and stop together, with the application: at its start before it takes requests, at its end after the
 * last request, and not before what is in flight has come to an end or the drain timeout has passed.
 */
public final class Workers implements SmartLifecycle, AutoCloseable {

    private final int phase;
    private final List<Worker> workers;
    private volatile boolean running;

    Workers(int phase, List<Worker> workers) {
        this.phase = phase;
        this.workers = List.copyOf(workers);
    }

    /** How each of them is doing. */
    public List<WorkerStatus> statuses() {
        return workers.stream().map(Worker::status).toList();
    }

    /**
     * Has a sink take no more changes until it is resumed, across its stops and starts. Returns whether that worker is here
     * and can be paused; a bridge cannot.
     */
    public boolean pause(String module, String worker) {
        return workers.stream().anyMatch(one -> one.is(module, worker) && one.pause());
    }

    /** Has a sink go on, and try again what it has refused. Returns whether that worker is here and can be paused. */
    public boolean resume(String module, String worker) {
        return workers.stream().anyMatch(one -> one.is(module, worker) && one.resume());
    }

    /** Starts all of them. */
    @Override
    public void start() {
        running = true;
        workers.forEach(Worker::start);
    }

    /** Tells all of them to stop. */
    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Tells all of them to stop, and the callback when they have. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        Flux.fromIterable(workers)
                .flatMapSequential(Worker::stop, Math.max(1, workers.size()))
                .doFinally(signal -> callback.run())
                .subscribe();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    /** Releases what the workers hold. */
    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
