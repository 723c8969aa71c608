/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/**
 * The door to a run: lets deliveries in while there is room for them, until it is closed, and knows when the last one has
 * left. One delivery at a time may wait before it.
 */
final class InFlight {

    private final int maxDeliveries;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();
    private final Sinks.Empty<Void> empty = Sinks.empty();
    private volatile boolean closed;

    private record Waiting(Delivery delivery, MonoSink<Delivery> sink) {}

    InFlight(RunnerOptions options) {
        this.maxDeliveries = options.maxInFlight();
        this.maxBytes = options.maxInFlightBytes();
    }

    /**
     * Emits the delivery once there is room, which is as soon as the others are below both bounds; never, when the door is
     * closed. Never a scalar: {@code concatMap} has a short cut for those, which emits twice when it is requested of from
     * two threads at once.
     */
    Mono<Delivery> enter(Delivery delivery) {
        return Mono.defer(() -> hasRoom() && admit(delivery) ? Mono.just(delivery) : waitFor(delivery));
    }

    private Mono<Delivery> waitFor(Delivery delivery) {
        return Mono.create(sink -> {
            waiting.set(new Waiting(delivery, sink));
            callNext();
        });
    }

    /** A delivery that was let in is through. */
    void leave(Delivery delivery) {
        bytes.addAndGet(-delivery.bytes());
        left();
        callNext();
    }

    private boolean hasRoom() {
        return deliveries.get() < maxDeliveries && bytes.get() < maxBytes;
    }

    private void callNext() {
        Waiting next = waiting.get();
        if (next != null && hasRoom() && waiting.compareAndSet(next, null) && admit(next.delivery())) {
            next.sink().success(next.delivery());
        }
    }

    private boolean admit(Delivery delivery) {
        deliveries.incrementAndGet();
        if (closed) {
            left();
            return false;
        }
        bytes.addAndGet(delivery.bytes());
        return true;
    }

    private void left() {
        if (deliveries.decrementAndGet() == 0 && closed) {
            empty.tryEmitEmpty();
        }
    }

    /** Closes the door. Completes once nothing is in flight. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            closed = true;
            deliveries.incrementAndGet();
            left();
            return empty.asMono();
        });
    }

    /** How many deliveries are in flight. */
    int deliveries() {
        return deliveries.get();
    }
}
