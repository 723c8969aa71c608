/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.InFlightBudget.Share;
import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.bridge.StreamRecord.Trimmed;
import dev.millrace.bridge.StreamRecord.Undecodable;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Takes the records of one shard in their order, has them carried, many at a time, and tells the newest place up to which all
 * of them are. Whoever brings something about, be it a record, room or an acknowledgement, also does what follows from it,
 * one thread at a time: another one only leaves word.
 */
final class ShardCarrier extends BaseSubscriber<StreamRecord> {

    /** What stands between the next record and its publication. */
    private enum Gate {
        OPEN,
        /** It waits for room or for a repair. */
        SHUT,
        /** What it waited for has come. */
        GRANTED
    }

    private final Tasks tasks;
    private final Share share;
    private final FluxSink<SequenceNumber> places;
    private final Context context;
    private final int handover;

    /** How many to ask for at once, when that many of those asked for have been taken: a quarter is left by then. */
    private final int more;

    private final Queue<StreamRecord> arrived;

    /** In the order of the shard; no more than the budget admits. */
    private final Queue<InFlight> inFlight =
            Queues.<InFlight>unbounded(Queues.XS_BUFFER_SIZE).get();

    private final AtomicInteger causes = new AtomicInteger();
    private final Disposable.Swap admission = Disposables.swap();

    private volatile Gate gate = Gate.OPEN;
    private volatile boolean fed;
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    private @Nullable StreamRecord next;
    private int taken;

    /** What is to be done with records. */
    interface Tasks {

        /** The record has come out of the stream and is next. */
        void read(StreamRecord record);

        /** Completes when what was lost before the record is there. */
        Mono<Void> repair(Trimmed loss);

        /** What is known of the record's item. */
        Seen item(Changed record);

        /** Completes when the record, and all that has to come before it, is acknowledged; called in the order of the shard. */
        Mono<Void> carry(Changed record, Seen item);

        /** Completes when the record is set aside. */
        Mono<Void> setAside(DeadLetter letter);

        /** The record, and all those before it, are carried. */
        void carried(StreamRecord record);
    }

    /**
     * Creates a carrier.
     *
     * @param places learns how far the shard is carried
     * @param handover how many records are handed over at once
     */
    ShardCarrier(Tasks tasks, Share share, FluxSink<SequenceNumber> places, int handover) {
        this.tasks = tasks;
        this.share = share;
        this.places = places;
        this.context = Context.of(places.contextView());
        this.handover = handover;
        this.more = handover - handover / 4;
        this.arrived = Queues.<StreamRecord>get(handover).get();
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(handover);
    }

    @Override
    protected void hookOnNext(StreamRecord record) {
        if (!arrived.offer(record)) {
            throw Exceptions.failWithOverflow("a source emitted more records than were requested");
        }
        goOn();
    }

    @Override
    protected void hookOnComplete() {
        fed = true;
        goOn();
    }

    @Override
    protected void hookOnError(Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        failure = cause;
        goOn();
    }

    /** Gives up what is on its way. */
    void leave() {
        over = true;
        goOn();
    }

    private void goOn() {
        if (causes.getAndIncrement() != 0) {
            return;
        }
        int known = 1;
        while (known != 0) {
            advance();
            known = causes.addAndGet(-known);
        }
    }

    private void advance() {
        Throwable cause = failure;
        if (over) {
            drop();
        } else if (cause != null) {
            drop();
            places.error(cause);
        } else {
            carryOn();
        }
    }

    private void carryOn() {
        try {
            do {
                settle();
            } while (admit());
        } catch (RuntimeException thrown) {
            fail(thrown);
            return;
        }
        if (fed && gate == Gate.OPEN && arrived.isEmpty() && inFlight.isEmpty()) {
            over = true;
            places.complete();
        }
    }

    /** Passes the records that are carried, up to the first one that is not. */
    private void settle() {
        int records = 0;
        long bytes = 0;
        SequenceNumber upTo = SequenceNumber.NONE;
        for (InFlight first = inFlight.peek(); first != null && first.isCarried; first = inFlight.peek()) {
            inFlight.poll();
            records++;
            bytes += first.record.bytes();
            upTo = first.record.isPlace() ? first.record.at() : upTo;
            first.passed();
        }
        if (records > 0) {
            share.release(records, bytes);
        }
        if (!upTo.equals(SequenceNumber.NONE)) {
            places.next(upTo);
        }
    }

    /** Lets in no more than are handed over at once, so that what is carried is passed in between; tells whether there are more. */
    private boolean admit() {
        for (int admitted = 0; admitted < handover; admitted++) {
            if (gate == Gate.SHUT || over || failure != null) {
                return false;
            }
            if (gate == Gate.GRANTED) {
                gate = Gate.OPEN;
                begin(requireNonNull(next));
            } else {
                StreamRecord record = take();
                if (record == null) {
                    return false;
                }
                admit(record);
            }
        }
        return true;
    }

    private @Nullable StreamRecord take() {
        StreamRecord record = arrived.poll();
        if (record == null) {
            return null;
        }
        tasks.read(record);
        if (++taken == more) {
            taken = 0;
            request(more);
        }
        return record;
    }

    private void admit(StreamRecord record) {
        if (record instanceof Trimmed loss) {
            await(record, tasks.repair(loss).then(share.admit(record)));
        } else if (share.takesNow(record)) {
            begin(record);
        } else {
            await(record, share.admit(record));
        }
    }

    private void await(StreamRecord record, Mono<StreamRecord> admitted) {
        next = record;
        gate = Gate.SHUT;
        admission.update(admitted.subscribe(granted -> open(), this::fail, null, context));
    }

    private void open() {
        gate = Gate.GRANTED;
        goOn();
    }

    private void begin(StreamRecord record) {
        if (record instanceof Changed changed) {
            Seen item = tasks.item(changed);
            tasks.carry(changed, item).subscribe(inFlight(record, item));
        } else if (record instanceof Undecodable undecodable) {
            tasks.setAside(undecodable.letter()).subscribe(inFlight(record, null));
        } else {
            Mono.<Void>empty().subscribe(inFlight(record, null));
        }
    }

    private InFlight inFlight(StreamRecord record, @Nullable Seen item) {
        InFlight begun = new InFlight(record, item);
        inFlight.offer(begun); // always: it grows
        return begun;
    }

    private void drop() {
        over = true;
        cancel();
        admission.dispose();
        arrived.clear();
        for (InFlight left = inFlight.poll(); left != null; left = inFlight.poll()) {
            left.cancel();
        }
    }

    /** A record on its way. */
    private final class InFlight extends BaseSubscriber<Void> {

        private final StreamRecord record;
        private final @Nullable Seen item;
        private volatile boolean isCarried;

        InFlight(StreamRecord record, @Nullable Seen item) {
            this.record = record;
            this.item = item;
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnComplete() {
            isCarried = true;
            goOn();
        }

        @Override
        protected void hookOnError(Throwable cause) {
            fail(cause);
        }

        /** All records before it in the shard are acknowledged, too. */
        void passed() {
            if (item != null && record instanceof Changed changed) {
                item.acknowledged(changed.change().version().value());
            }
            tasks.carried(record);
        }
    }
}
