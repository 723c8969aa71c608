/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.streams.RecordDecoder;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/**
 * Reads one shard into its feed. Blocks the thread it is called on: that is how a shard feels backpressure, and how its
 * end waits until everything is saved. Throws nothing: the Kinesis client would log it and go on with the next batch.
 */
final class ShardReading {

    /** A stream may show an empty page in the middle of a shard, but hardly that many in a row. */
    private static final int READS_AT_THE_END = 10;

    private final ShardId shard;
    private final RecordDecoder decoder;
    private final KclCheckpointer checkpointer;
    private final Supplier<Optional<Instant>> loss;
    private final Consumer<ShardReading> ended;
    private final Handover handover;

    /** Only the Kinesis client's calls touch these, one after another. */
    private @Nullable SequenceNumber lastPassed;

    private int emptyReads;

    /**
     * Creates the reading of a shard.
     *
     * @param loss tells, once, that records before those to be passed next are lost, and since when at the earliest
     * @param ended learns that nothing more will be passed
     */
    ShardReading(
            ShardId shard,
            RecordDecoder decoder,
            KclCheckpointer checkpointer,
            Supplier<Optional<Instant>> loss,
            Consumer<ShardReading> ended) {
        this.shard = shard;
        this.loss = loss;
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
            Iterator<Record> left = records.iterator();
            emptyReads = left.hasNext() ? 0 : emptyReads + 1;
            boolean wanted = passLoss();
            if (wanted && emptyReads >= READS_AT_THE_END) {
                wanted = pass(new StreamRecord.CaughtUp(Instant.now()));
            }
            while (wanted && left.hasNext()) {
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
        try {
            passLoss();
            pass(new StreamRecord.Mark(SequenceNumber.SHARD_END));
        } catch (Throwable unexpected) {
            handover.fail(unexpected);
        }
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

    private boolean passLoss() {
        return loss.get().map(since -> pass(new StreamRecord.Trimmed(since))).orElse(true);
    }

    private boolean pass(StreamRecord record) {
        if (!record.isPlace()) {
            return handover.give(record);
        }
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
