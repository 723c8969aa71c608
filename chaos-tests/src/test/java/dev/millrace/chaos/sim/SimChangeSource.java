/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.Committed;
import dev.millrace.sink.runner.ChangeSource;
import dev.millrace.sink.runner.Delivery;
import dev.millrace.sink.runner.Position;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** What a runner reads of the topic: the partitions that are its own, from where they were saved. */
final class SimChangeSource extends Flux<Delivery> implements ChangeSource, Subscription {

    private static final long BEAT_MILLIS = 700;
    private static final long COMMIT_MILLIS = 400;
    private static final int BYTES = 100;

    private final World world;
    private final SimTopic topic;
    private final SimGroup group;
    private final SimProcess runner;
    private final SimGroup.Member member;
    private final long[] tenures = new long[SimTopic.PARTITIONS];
    private final long[] adopted = new long[SimTopic.PARTITIONS];
    private final long[] next = new long[SimTopic.PARTITIONS];
    private final long[] acknowledged = new long[SimTopic.PARTITIONS];
    private CoreSubscriber<? super Delivery> subscriber;
    private long requested;
    private long adoptions;
    private boolean polling;
    private boolean emitting;
    private boolean over;

    SimChangeSource(World world, SimTopic topic, SimGroup group, SimProcess runner) {
        this.world = world;
        this.topic = topic;
        this.group = group;
        this.runner = runner;
        this.member = new SimGroup.Member(runner.name(), this::poll);
    }

    @Override
    public Flux<Delivery> deliveries() {
        return this;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Delivery> actual) {
        subscriber = actual;
        topic.onNews(this::poll);
        actual.onSubscribe(this);
        beat();
        commitNowAndThen();
    }

    private void beat() {
        runner.whenAwake(() -> {
            if (!over) {
                group.beat(member);
                world.later(BEAT_MILLIS, this::beat);
            }
        });
    }

    private void commitNowAndThen() {
        runner.whenAwake(() -> {
            save();
            if (!over) {
                world.later(COMMIT_MILLIS, this::commitNowAndThen);
            }
        });
    }

    private void save() {
        for (int partition = 0; partition < SimTopic.PARTITIONS; partition++) {
            if (group.tenure(member, partition) == tenures[partition]
                    && acknowledged[partition] > group.saved(partition)) {
                group.save(partition, acknowledged[partition]);
                world.note(new Committed(runner.name(), partition, acknowledged[partition]));
            }
        }
    }

    @Override
    public Mono<Void> commit() {
        return Mono.create(saved -> runner.whenAwake(() -> {
            save();
            saved.success();
        }));
    }

    @Override
    public void request(long n) {
        requested = Operators.addCap(requested, n);
        poll();
    }

    private void poll() {
        if (!polling && !over && requested > 0) {
            polling = true;
            world.later(world.between("fetch", 0, 60), () -> runner.whenAwake(this::emit));
        }
    }

    private void emit() {
        polling = false;
        if (emitting) {
            return;
        }
        emitting = true;
        for (int partition = 0; partition < SimTopic.PARTITIONS; partition++) {
            adopt(partition);
            while (isDeliverable(partition)) {
                requested--;
                subscriber.onNext(delivery(partition, next[partition]++));
            }
        }
        emitting = false;
    }

    /** Begins where a partition was saved, when it is newly the runner's. */
    private void adopt(int partition) {
        long tenure = group.tenure(member, partition);
        if (tenure != tenures[partition]) {
            tenures[partition] = tenure;
            adopted[partition] = ++adoptions;
            next[partition] = group.saved(partition);
            acknowledged[partition] = next[partition];
        }
    }

    private boolean isDeliverable(int partition) {
        return !over
                && requested > 0
                && !(world.has(Sabotage.RUNNER_FALLS_ASLEEP) && next[partition] > 2)
                && runner.isAlive()
                && tenures[partition] >= 0
                && next[partition] < topic.partition(partition).size();
    }

    private Delivery delivery(int partition, long offset) {
        ChangeRecord change = topic.partition(partition).get((int) offset);
        SimDelivery delivery = new SimDelivery(
                new Position("changes", partition, offset), change, tenures[partition], adopted[partition]);
        if (world.has(Sabotage.DELIVERIES_ACKNOWLEDGED_AT_ONCE)) {
            delivery.acknowledge();
        }
        return delivery;
    }

    @Override
    public void cancel() {
        over = true;
        if (runner.isAlive()) {
            save();
            group.leave(member);
        }
    }

    private final class SimDelivery implements Delivery {

        private final Position position;
        private final ChangeRecord change;
        private final long tenure;
        private final long adoption;

        SimDelivery(Position position, ChangeRecord change, long tenure, long adoption) {
            this.position = position;
            this.change = change;
            this.tenure = tenure;
            this.adoption = adoption;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public Content content() {
            return new Decoded(change);
        }

        @Override
        public long tenure() {
            return adoption;
        }

        @Override
        public int bytes() {
            return BYTES;
        }

        @Override
        public void acknowledge() {
            if (tenures[position.partition()] == tenure) {
                acknowledged[position.partition()] = position.offset() + 1;
            }
        }
    }
}
