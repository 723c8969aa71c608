/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.streams.RecordDecoder;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/**
 * Reads one shard into its feed. Blocks the thread it is called on: that is how a shard feels backpressure, and how its
 * end waits until everything is saved. Throws nothing: the Kinesis client would log it and go on with the next batch.
 */
final class ShardReading {

    private final ShardId shard;
    private final RecordDecoder decoder;
    private final KclCheckpointer checkpointer;
    private final Consumer<ShardReading> ended;
    private final Handover handover;

    /** Only the Kinesis client's calls touch it, one after another. */
    private @Nullable SequenceNumber lastPassed;

    ShardReading(ShardId shard, RecordDecoder decoder, KclCheckpointer checkpointer, Consumer<ShardReading> ended) {
        this.shard = shard;
        this.decoder = decoder;
        this.checkpointer = checkpointer;
        this.ended = ended;
        this.handover = new Handover(checkpointer::giveUp);
    }

    ShardFeed feed() {
        return new ShardFeed(shard, handover.records(), checkpointer);
    }

    /** Passes records on, each as soon as it is requested. Returns early once nobody wants them. */
    void pass(Stream<Record> records, RecordProcessorCheckpointer saveTo) {
        checkpointer.saveTo(saveTo);
        try {
            boolean wanted = true;
            for (Iterator<Record> left = records.iterator(); wanted && left.hasNext(); ) {
                wanted = pass(decoder.decode(left.next()));
            }
        } catch (Throwable unexpected) {
            handover.fail(unexpected);
        }
    }

    /** The lease is gone: whatever is in flight is the next owner's. */
    void lose() {
        checkpointer.giveUp();
        handover.fail(new LeaseLostException(shard));
        ended.accept(this);
    }

    /** The shard is over: returns once all of it is saved, or nothing will be. */
    void finish(RecordProcessorCheckpointer saveTo) {
        checkpointer.saveTo(saveTo);
        pass(new StreamRecord.Mark(SequenceNumber.SHARD_END));
        drain();
    }

    /** This worker is to leave the shard: returns once what it passed is saved, or nothing will be. */
    void leave(RecordProcessorCheckpointer saveTo) {
        checkpointer.saveTo(saveTo);
        drain();
    }

    /** Gives the shard up without waiting for anything; from any thread. */
    void giveUp() {
        handover.close();
        checkpointer.giveUp();
    }

    private boolean pass(StreamRecord record) {
        // Noted first: the answer may come before the call returns.
        SequenceNumber before = lastPassed;
        lastPassed = record.at();
        boolean passed = handover.give(record);
        if (!passed) {
            lastPassed = before;
        }
        return passed;
    }

    private void drain() {
        handover.complete();
        try {
            if (lastPassed != null) {
                checkpointer.awaitSaved(lastPassed);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        ended.accept(this);
    }
}
