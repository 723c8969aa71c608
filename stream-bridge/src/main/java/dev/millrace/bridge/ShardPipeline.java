/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.InFlightBudget.Share;
import dev.millrace.bridge.StreamRecord.CaughtUp;
import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.bridge.StreamRecord.Trimmed;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/** Carries a shard: publishes its changes in order, many at a time, and saves only what is acknowledged without a gap. */
final class ShardPipeline {

    /** How many records a shard hands over at once; a handover wakes the thread that reads the shard. */
    private static final int HANDOVER = 64;

    private final ChangePublisher publisher;
    private final BridgeOptions options;
    private final SeenVersions seen;
    private final Healing healing;
    private final Repair repair;
    private final Progress progress;
    private final BridgeEvents events;
    private final InFlightBudget budget;

    ShardPipeline(
            ChangePublisher publisher, BridgeOptions options, WorkerMemory memory, Repair repair, BridgeEvents events) {
        this.publisher = publisher;
        this.options = options;
        this.seen = memory.seen();
        this.healing = memory.healing();
        this.progress = memory.progress();
        this.repair = repair;
        this.events = events;
        this.budget = new InFlightBudget(options.maxInFlight(), options.maxInFlightBytes());
    }

    /**
     * Emits each checkpoint that was saved; completes when the shard is drained or lost to another worker. Fails when
     * publishing fails; what was acknowledged since the last save is then published again by whoever reads on.
     */
    Flux<SequenceNumber> carry(ShardFeed feed) {
        return Flux.using(budget::open, share -> carry(feed, share), Share::close)
                .doOnSubscribe(subscription -> events.shardStarted(feed.shard()))
                .onErrorResume(LeaseLostException.class, lost -> lost(feed.shard()));
    }

    private Flux<SequenceNumber> carry(ShardFeed feed, Share share) {
        return Flux.using(
                () -> progress.begin(feed), shard -> carry(feed, share, shard), shard -> progress.end(feed, shard));
    }

    private Flux<SequenceNumber> carry(ShardFeed feed, Share share, ShardProgress shard) {
        return Flux.<SequenceNumber>create(places -> carry(feed, share, shard, places), OverflowStrategy.LATEST)
                .sample(options.checkpointInterval()) // and the last one, when the feed completes
                .onBackpressureLatest() // only the newest watermark matters
                .concatMap(upTo -> save(feed, upTo, shard), 0); // prefetch 0: asks for the newest only after the last
    }

    private void carry(ShardFeed feed, Share share, ShardProgress shard, FluxSink<SequenceNumber> places) {
        int handover = Math.min(HANDOVER, options.maxInFlight());
        ShardCarrier carrier = new ShardCarrier(new OfShard(feed, shard), share, places, handover);
        places.onDispose(carrier::leave);
        feed.records().subscribe(carrier);
    }

    /** What the records of one shard are to this worker. */
    private final class OfShard implements ShardCarrier.Tasks {

        private final ShardFeed feed;
        private final ShardProgress shard;
        private final ChangeRoad road;
        private final ShardOrder order;

        OfShard(ShardFeed feed, ShardProgress shard) {
            this.feed = feed;
            this.shard = shard;
            this.road = new ChangeRoad(feed.shard(), publisher, events);
            this.order = new ShardOrder(road, seen, healing, events);
        }

        @Override
        public void read(StreamRecord record) {
            shard.read(record);
        }

        @Override
        public Mono<Void> repair(Trimmed loss) {
            return shard.whileRepairing(repair.repair(feed, loss.since()));
        }

        @Override
        public Seen item(Changed record) {
            return order.item(record);
        }

        @Override
        public Mono<Void> carry(Changed record, Seen item) {
            return order.carry(record, item);
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return road.setAside(letter);
        }

        @Override
        public void carried(StreamRecord record) {
            shard.carried(record);
            if (record instanceof CaughtUp) {
                progress.settled();
            }
        }
    }

    private Mono<SequenceNumber> save(ShardFeed feed, SequenceNumber upTo, ShardProgress shard) {
        return feed.checkpointer()
                .save(upTo)
                .doOnSuccess(done -> {
                    shard.saved(upTo);
                    progress.settled();
                    events.saved(feed.shard(), upTo);
                })
                .thenReturn(upTo);
    }

    private Mono<SequenceNumber> lost(ShardId shard) {
        return Mono.fromRunnable(() -> events.leaseLost(shard));
    }
}
