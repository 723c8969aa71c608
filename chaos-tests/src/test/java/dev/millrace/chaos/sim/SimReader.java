/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.chaos.history.Event.Trimmed;
import dev.millrace.chaos.history.Fact;
import java.time.Instant;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/** A shard's records as one worker reads them, as many as are requested. */
final class SimReader extends Flux<StreamRecord> implements Subscription {

    private final World world;
    private final SimProcess worker;
    private final SimShard shard;
    private final long tenure;
    private CoreSubscriber<? super StreamRecord> subscriber;
    private long requested;
    private int next;
    private boolean polling;
    private boolean emitting;
    private boolean over;

    SimReader(World world, SimProcess worker, SimShard shard, long tenure) {
        this.world = world;
        this.worker = worker;
        this.shard = shard;
        this.tenure = tenure;
        this.next = shard.saved();
        shard.onNews(this::poll);
    }

    @Override
    public void subscribe(CoreSubscriber<? super StreamRecord> actual) {
        subscriber = actual;
        actual.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        requested = Operators.addCap(requested, n);
        poll();
    }

    private void poll() {
        if (!polling && !over) {
            polling = true;
            world.later(world.between("poll", 0, 200), () -> worker.whenAwake(this::emit));
        }
    }

    private void emit() {
        polling = false;
        if (emitting || subscriber == null) {
            return;
        }
        emitting = true;
        tellOfLoss();
        while (!over && requested > 0 && next < shard.size()) {
            if (world.has(Sabotage.RECORDS_FORGOTTEN) && world.between("sabotage", 0, 9) == 0) {
                next++;
                continue;
            }
            requested--;
            subscriber.onNext(shard.get(next++));
        }
        if (!over && requested > 0 && shard.isClosed() && next == shard.size()) {
            over = true;
            subscriber.onNext(new StreamRecord.Mark(SequenceNumber.SHARD_END));
            subscriber.onComplete();
        }
        emitting = false;
    }

    /** Goes on behind what the stream has forgotten. */
    private void tellOfLoss() {
        if (over || requested == 0 || next >= shard.forgotten()) {
            return;
        }
        for (; next < shard.forgotten(); next++) {
            world.note(new Trimmed(shard.id().text(), Fact.of(((StreamRecord.Changed) shard.get(next)).change())));
        }
        if (!world.has(Sabotage.LOSS_UNSAID)) {
            requested--;
            subscriber.onNext(new StreamRecord.Trimmed(Instant.EPOCH));
        }
    }

    boolean holds() {
        return shard.isHeldIn(tenure);
    }

    /** Keeps the lease; answers false when there is none any more, and says so to whoever reads. */
    boolean renew() {
        if (holds()) {
            shard.renew(world.nowMillis());
            return true;
        }
        if (!over && subscriber != null) {
            over = true;
            subscriber.onError(new LeaseLostException(shard.id()));
        }
        return false;
    }

    void stop() {
        if (!over && subscriber != null) {
            over = true;
            subscriber.onComplete();
        }
    }

    void giveUp() {
        over = true;
        if (holds()) {
            shard.release();
        }
    }

    @Override
    public void cancel() {
        over = true;
    }
}
