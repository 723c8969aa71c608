/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemState;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * A delivery on its way through a lane, and the answer that it is through. Being both, and the link to what it
 * supersedes, keeps a delivery in flight at one small object.
 *
 * <p>One subscriber, which is how {@link SinkRunner} uses it; subscribing puts the ticket into its lane.
 */
final class Ticket extends Mono<Delivery> implements Subscription {

    private static final AtomicIntegerFieldUpdater<Ticket> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Ticket.class, "state");
    private static final int OPEN = 0;
    private static final int REQUESTED = 1;
    private static final int DONE = 2;
    private static final int ANSWERED = 3;

    private final Delivery delivery;
    private final Lane lane;
    private @Nullable Ticket superseded;
    private @Nullable CoreSubscriber<? super Delivery> actual;

    @SuppressWarnings("UnusedVariable") // read and written through STATE
    private volatile int state;

    /** Creates the ticket of a delivery that holds a change. */
    Ticket(Delivery delivery, Lane lane) {
        this.delivery = delivery;
        this.lane = lane;
    }

    Delivery delivery() {
        return delivery;
    }

    ChangeRecord change() {
        return ((Delivery.Decoded) delivery.content()).change();
    }

    Position position() {
        return delivery.position();
    }

    /** The next of the tickets of the same item that have lost to this one. */
    @Nullable
    Ticket superseded() {
        return superseded;
    }

    /**
     * Decides which of two tickets of one item is shown to the sink, and hangs the other one onto it. The other one stands
     * alone.
     */
    Ticket against(Ticket other) {
        if (other.isNewerThan(this)) {
            other.superseded = this;
            return other;
        }
        other.superseded = superseded;
        superseded = other;
        return this;
    }

    private boolean isNewerThan(Ticket other) {
        ItemState state = change().state();
        ItemState others = other.change().state();
        return state.isNewLifeAfter(others)
                || (state.version().isAfter(others.version()) && !others.isNewLifeAfter(state));
    }

    /** Cuts off the tickets that lost to this one, and returns the first of them. */
    @Nullable
    Ticket letGo() {
        Ticket first = superseded;
        superseded = null;
        return first;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Delivery> subscriber) {
        actual = subscriber;
        subscriber.onSubscribe(this);
        lane.enter(this);
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)
                && !STATE.compareAndSet(this, OPEN, REQUESTED)
                && STATE.compareAndSet(this, DONE, ANSWERED)) {
            answer();
        }
    }

    /** The delivery is dealt with. */
    void done() {
        if (STATE.compareAndSet(this, OPEN, DONE)) {
            return;
        }
        if (STATE.compareAndSet(this, REQUESTED, ANSWERED)) {
            answer();
        }
    }

    /** The delivery can be dealt with no more; it is not acknowledged. */
    void fail(Throwable failure) {
        if (STATE.getAndSet(this, ANSWERED) != ANSWERED && actual != null) {
            actual.onError(failure);
        }
    }

    private void answer() {
        if (actual != null) {
            actual.onNext(delivery);
            actual.onComplete();
        }
    }

    /** Only forgets the subscriber's interest: what is in the lane is applied all the same, which is harmless. */
    @Override
    public void cancel() {
        STATE.set(this, ANSWERED);
    }
}
