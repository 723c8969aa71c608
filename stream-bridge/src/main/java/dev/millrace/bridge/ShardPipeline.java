/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.InFlightBudget.Share;
import reactor.core.publisher.Flux;
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
        ChangeRoad road = new ChangeRoad(feed.shard(), publisher, events);
        ShardOrder order = new ShardOrder(road, seen, healing, events);
        return feed.records()
                .doOnNext(shard::read)
                .concatMap(record -> admit(record, feed, share, shard), Math.min(HANDOVER, options.maxInFlight()))
                .flatMapSequential(record -> publish(record, order, road), options.maxInFlight(), 1)
                .map(carried -> settle(carried, share, shard)) // in order, so memory and duplicates have the same bound
                .filter(StreamRecord::isPlace)
                .map(StreamRecord::at)
                .sample(options.checkpointInterval()) // and the last one, when the feed completes
                .onBackpressureLatest() // only the newest watermark matters
                .concatMap(upTo -> save(feed, upTo, shard), 0); // prefetch 0: asks for the newest only after the last
    }

    /** Waits for room in the budget; what comes after a loss waits until that is repaired, too. */
    private Mono<StreamRecord> admit(StreamRecord record, ShardFeed feed, Share share, ShardProgress shard) {
        Mono<StreamRecord> admitted = share.admit(record);
        return record instanceof StreamRecord.Trimmed trimmed
                ? shard.whileRepairing(repair.repair(feed, trimmed.since())).then(admitted)
                : admitted;
    }

    private StreamRecord settle(Carried carried, Share share, ShardProgress shard) {
        StreamRecord record = carried.record();
        share.release(record);
        carried.acknowledged();
        shard.carried(record);
        if (record instanceof StreamRecord.CaughtUp) {
            progress.settled();
        }
        return record;
    }

    private Mono<Carried> publish(StreamRecord record, ShardOrder order, ChangeRoad road) {
        if (record instanceof StreamRecord.Changed changed) {
            return order.carry(changed);
        }
        if (record instanceof StreamRecord.Undecodable undecodable) {
            return road.setAside(undecodable.letter()).thenReturn(Carried.of(record));
        }
        return Mono.just(Carried.of(record));
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
