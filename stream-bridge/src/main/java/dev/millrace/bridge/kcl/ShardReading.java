/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/**
 * Reads one shard into its feed for as long as the Kinesis client lets this worker have it. Only the calls with which that
 * takes the shard back hold a thread, until what was passed is saved.
 */
final class ShardReading {

    private final ShardId shard;
    private final Flux<StreamRecord> records;
    private final KclCheckpointer checkpointer;
    private final Mono<Void> telling;
    private final Consumer<ShardReading> ended;
    private final Sinks.Empty<Void> ready = Sinks.empty();
    private final Sinks.Empty<Void> atEnd = Sinks.empty();
    private final Sinks.Empty<Void> leaving = Sinks.empty();

    /**
     * Creates the reading of a shard.
     *
     * @param records what is left of the shard
     * @param telling tells the Kinesis client that nothing is
     * @param ended learns that nothing more will be passed
     */
    ShardReading(
            ShardId shard,
            Flux<StreamRecord> records,
            KclCheckpointer checkpointer,
            Mono<Void> telling,
            Consumer<ShardReading> ended) {
        this.shard = shard;
        this.records = records;
        this.checkpointer = checkpointer;
        this.telling = telling;
        this.ended = ended;
    }

    ShardFeed feed() {
        Flux<StreamRecord> passed = records.concatWith(Flux.defer(this::end))
                .delaySubscription(ready.asMono())
                .takeUntilOther(leaving.asMono())
                .doOnSubscribe(subscription -> checkpointer.begin())
                .doOnNext(this::passed)
                .doOnComplete(checkpointer::complete)
                .doOnError(failure -> checkpointer.giveUp())
                .doOnCancel(checkpointer::giveUp);
        return new ShardFeed(shard, passed, checkpointer);
    }

    private Flux<StreamRecord> end() {
        return telling.then(atEnd.asMono()).thenMany(Flux.just(new StreamRecord.Mark(SequenceNumber.SHARD_END)));
    }

    private void passed(StreamRecord record) {
        if (record.isPlace()) {
            checkpointer.passed(record.at());
        }
    }

    /** The Kinesis client saves there from now on: only now what is passed can be. */
    void ready(RecordProcessorCheckpointer saveTo) {
        checkpointer.saveTo(saveTo);
        ready.tryEmitEmpty();
    }

    /** The lease is gone: whatever is in flight is the next owner's. */
    void lose() {
        checkpointer.giveUp();
        leaving.tryEmitError(new LeaseLostException(shard));
        ended.accept(this);
    }

    /** The shard is over: returns once all of it is saved, or nothing will be. */
    void finish(RecordProcessorCheckpointer saveTo) {
        checkpointer.saveTo(saveTo);
        atEnd.tryEmitEmpty();
        drain();
    }

    /** This worker is to leave the shard: returns once what it passed is saved, or nothing will be. */
    void leave(RecordProcessorCheckpointer saveTo) {
        checkpointer.saveTo(saveTo);
        leaving.tryEmitEmpty();
        drain();
    }

    /** Nobody reads the feed any more: waits for nothing; from any thread. */
    void giveUp() {
        checkpointer.giveUp();
    }

    private void drain() {
        try {
            checkpointer.awaitDrained();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        ended.accept(this);
    }
}
