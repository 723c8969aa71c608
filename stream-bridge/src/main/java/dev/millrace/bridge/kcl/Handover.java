/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.StreamRecord;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Passes records from a thread that may wait to a subscriber that may not. The thread waits until a record is requested:
 * that is how a shard feels backpressure. Only one thread at a time gives, completes or fails.
 */
final class Handover {

    private final Runnable cancelled;

    private volatile @Nullable FluxSink<StreamRecord> sink;
    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    private @Nullable Consumer<FluxSink<StreamRecord>> ending;

    /** Creates a handover that tells when the subscriber has cancelled. */
    Handover(Runnable cancelled) {
        this.cancelled = cancelled;
    }

    /** What is given; for one subscriber. */
    Flux<StreamRecord> records() {
        return Flux.create(this::subscribed, FluxSink.OverflowStrategy.ERROR);
    }

    /**
     * Waits until a record is requested and gives this one. Returns whether it did: not after {@link #close()}, a
     * cancellation, or an interrupt.
     */
    boolean give(StreamRecord record) {
        FluxSink<StreamRecord> subscriber = awaitRequest();
        if (subscriber == null) {
            return false;
        }
        subscriber.next(record);
        return true;
    }

    /** Lets nothing more through, and the thread that waits go; from any thread. The subscriber learns nothing yet. */
    void close() {
        closed = true;
        wake();
    }

    void complete() {
        end(FluxSink::complete);
    }

    void fail(Throwable cause) {
        end(subscriber -> subscriber.error(cause));
    }

    private void end(Consumer<FluxSink<StreamRecord>> how) {
        close();
        FluxSink<StreamRecord> subscriber;
        synchronized (this) {
            ending = how;
            subscriber = sink;
        }
        if (subscriber != null) {
            how.accept(subscriber);
        }
    }

    private void subscribed(FluxSink<StreamRecord> subscriber) {
        Consumer<FluxSink<StreamRecord>> ended;
        synchronized (this) {
            sink = subscriber;
            ended = ending;
        }
        if (ended != null) {
            ended.accept(subscriber);
        }
        subscriber.onRequest(requested -> wake()).onCancel(this::cancel);
        wake();
    }

    private void cancel() {
        close();
        cancelled.run();
    }

    private @Nullable FluxSink<StreamRecord> awaitRequest() {
        if (!closed && !isRequested(sink)) {
            waiting = Thread.currentThread();
            park();
            waiting = null;
        }
        return closed || !isRequested(sink) ? null : sink;
    }

    private void park() {
        while (!closed && !isRequested(sink) && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
    }

    private static boolean isRequested(@Nullable FluxSink<StreamRecord> subscriber) {
        return subscriber != null && subscriber.requestedFromDownstream() > 0;
    }

    private void wake() {
        LockSupport.unpark(waiting);
    }
}
