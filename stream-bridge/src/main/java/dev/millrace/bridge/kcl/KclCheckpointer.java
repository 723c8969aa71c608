/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.Checkpointer;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import software.amazon.kinesis.checkpoint.ShardRecordProcessorCheckpointer;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** Saves through the Kinesis client, which blocks, and lets the shard's own thread wait for a save. */
final class KclCheckpointer implements Checkpointer {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ShardId shard;
    private final Scheduler saving;
    private final ShardNotes notes;

    private @Nullable RecordProcessorCheckpointer delegate;
    private @Nullable SequenceNumber passed;
    private @Nullable SequenceNumber saved;
    private boolean begun;
    private boolean complete;
    private boolean givenUp;

    /** Creates a checkpointer whose notes go there. */
    KclCheckpointer(ShardId shard, Scheduler saving, ShardNotes notes) {
        this.shard = shard;
        this.saving = saving;
        this.notes = notes;
    }

    @Override
    public Mono<Void> save(SequenceNumber upTo) {
        return Mono.fromFuture(() -> CompletableFuture.runAsync(() -> saveNow(upTo), saving::schedule))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(StoreUnavailableException.class::isInstance));
    }

    @Override
    public Mono<Void> note(Instant carriedUpTo) {
        return notes.note(carriedUpTo);
    }

    @Override
    public Mono<Void> noteRepair(SequenceNumber upTo) {
        return notes.noteRepair(upTo);
    }

    @Override
    public Mono<SequenceNumber> repairedUpTo() {
        return notes.repairedUpTo();
    }

    /** From now on saves go here. */
    synchronized void saveTo(RecordProcessorCheckpointer checkpointer) {
        delegate = checkpointer;
    }

    /** Nothing will be saved any more; whoever waits for it goes. */
    synchronized void giveUp() {
        givenUp = true;
        notifyAll();
    }

    /** Places will be passed. */
    synchronized void begin() {
        begun = true;
    }

    /** That place will be saved, or a later one. */
    synchronized void passed(SequenceNumber place) {
        passed = place;
    }

    /** No place will be passed any more. */
    synchronized void complete() {
        complete = true;
        notifyAll();
    }

    /** Waits until all that was passed, and will be, has been saved or nothing will be. */
    synchronized void awaitDrained() throws InterruptedException {
        while (!givenUp && begun && !(complete && Objects.equals(passed, saved))) {
            wait();
        }
    }

    private void saveNow(SequenceNumber upTo) {
        RecordProcessorCheckpointer checkpointer = delegate();
        try {
            checkpoint(checkpointer, upTo);
        } catch (ShutdownException lost) {
            giveUp();
            throw new LeaseLostException(shard);
        } catch (IllegalArgumentException bug) {
            throw bug; // a place that was never read
        } catch (InvalidStateException | RuntimeException failure) {
            throw new StoreUnavailableException("the checkpoint of shard %s was not saved".formatted(shard), failure);
        }
        saved(upTo);
    }

    private static void checkpoint(RecordProcessorCheckpointer checkpointer, SequenceNumber upTo)
            throws ShutdownException, InvalidStateException {
        if (upTo.equals(SequenceNumber.SHARD_END)) {
            checkpointer.checkpoint();
            return;
        }
        synchronized (checkpointer) { // its own lock: a sign of life must not take the permission back in between
            permit(checkpointer, new ExtendedSequenceNumber(upTo.text()));
            checkpointer.checkpoint(upTo.text());
        }
    }

    /** The Kinesis client permits only places that it has passed on itself, and it passes none. */
    private static void permit(RecordProcessorCheckpointer checkpointer, ExtendedSequenceNumber place) {
        if (checkpointer instanceof ShardRecordProcessorCheckpointer permitting
                && permitting.largestPermittedCheckpointValue().compareTo(place) < 0) {
            permitting.largestPermittedCheckpointValue(place);
        }
    }

    private synchronized RecordProcessorCheckpointer delegate() {
        if (givenUp || delegate == null) {
            throw new LeaseLostException(shard);
        }
        return delegate;
    }

    private synchronized void saved(SequenceNumber upTo) {
        saved = upTo;
        notifyAll();
    }
}
