/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.InFlightBudget.Share;
import dev.millrace.change.ChangeRecord;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Carries a shard: publishes its changes in order, many at a time, and saves only what is acknowledged without a gap. */
final class ShardPipeline {

    /** How many records a shard hands over at once; a handover wakes the thread that reads the shard. */
    private static final int HANDOVER = 64;

    private final ChangePublisher publisher;
    private final BridgeOptions options;
    private final BridgeEvents events;
    private final InFlightBudget budget;

    ShardPipeline(ChangePublisher publisher, BridgeOptions options, BridgeEvents events) {
        this.publisher = publisher;
        this.options = options;
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
        return feed.records()
                .concatMap(share::admit, Math.min(HANDOVER, options.maxInFlight())) // waits for room in the budget
                .flatMapSequential(record -> publish(feed.shard(), record), options.maxInFlight(), 1)
                .doOnNext(share::release) // in order, so memory and duplicates have the same bound
                .map(StreamRecord::at)
                .sample(options.checkpointInterval()) // and the last one, when the feed completes
                .onBackpressureLatest() // only the newest watermark matters
                .concatMap(upTo -> save(feed, upTo), 0); // prefetch 0: asks for the newest only after the last save
    }

    private Mono<StreamRecord> publish(ShardId shard, StreamRecord record) {
        if (record instanceof StreamRecord.Changed changed) {
            return publish(shard, changed).thenReturn(record);
        }
        if (record instanceof StreamRecord.Undecodable undecodable) {
            return setAside(undecodable.letter()).thenReturn(record);
        }
        return Mono.just(record);
    }

    private Mono<Void> publish(ShardId shard, StreamRecord.Changed changed) {
        return publisher
                .publish(changed.change())
                .doOnSuccess(done -> events.changePublished(shard, changed.change()))
                .onErrorResume(
                        UnpublishableChangeException.class,
                        cause -> setAside(letter(shard, changed.at(), changed.change(), cause)));
    }

    private Mono<Void> setAside(DeadLetter letter) {
        return publisher.setAside(letter).doOnSuccess(done -> events.deadLettered(letter));
    }

    private static DeadLetter letter(ShardId shard, SequenceNumber at, ChangeRecord change, Throwable cause) {
        String sortKey = change.key().sort().at(change.version()).text();
        return new DeadLetter(shard, at, change.key().partition().text(), sortKey, cause);
    }

    private Mono<SequenceNumber> save(ShardFeed feed, SequenceNumber upTo) {
        return feed.checkpointer()
                .save(upTo)
                .doOnSuccess(done -> events.saved(feed.shard(), upTo))
                .thenReturn(upTo);
    }

    private Mono<SequenceNumber> lost(ShardId shard) {
        return Mono.fromRunnable(() -> events.leaseLost(shard));
    }
}
