/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/**
 * A queue with one batch under way: while the sink works on it, the next one gathers. That is all the order an item needs,
 * and it costs nothing per item.
 *
 * <p>Tickets enter on one thread at a time; batches end on any.
 */
final class Lane implements Disposable {

    private static final AtomicIntegerFieldUpdater<Lane> SIGNALS =
            AtomicIntegerFieldUpdater.newUpdater(Lane.class, "signals");

    private final Queue<Ticket> waiting;
    private final Batching batching;
    private final Function<List<Ticket>, Mono<Void>> settle;
    private final Disposable.Swap underWay = Disposables.swap();
    private volatile boolean busy;

    @SuppressWarnings("UnusedVariable") // read and written through SIGNALS
    private volatile int signals;

    /** Creates a lane; the function brings a batch to its end and completes then. */
    Lane(RunnerOptions options, Function<List<Ticket>, Mono<Void>> settle) {
        this.waiting = Queues.<Ticket>get(options.maxInFlight()).get();
        this.batching = new Batching(options);
        this.settle = settle;
    }

    void enter(Ticket ticket) {
        if (!waiting.offer(ticket)) {
            ticket.fail(new IllegalStateException("more deliveries in a lane than may be in flight"));
        }
        advance();
    }

    /** Whoever comes first starts batches for all who come meanwhile; a sink that answers at once does not recurse. */
    private void advance() {
        if (SIGNALS.getAndIncrement(this) != 0) {
            return;
        }
        int seen = 1;
        do {
            if (!busy && !waiting.isEmpty()) {
                busy = true;
                start(batching.take(waiting));
            }
            seen = SIGNALS.addAndGet(this, -seen);
        } while (seen != 0);
    }

    private void start(List<Ticket> batch) {
        underWay.update(settle.apply(batch)
                .subscribe(null, failure -> batch.forEach(ticket -> ticket.fail(failure)), this::next));
    }

    private void next() {
        busy = false;
        advance();
    }

    /** Gives up the batch under way and starts no other. */
    @Override
    public void dispose() {
        busy = true;
        underWay.dispose();
    }

    @Override
    public boolean isDisposed() {
        return underWay.isDisposed();
    }
}
