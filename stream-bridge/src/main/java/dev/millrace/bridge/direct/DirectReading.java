/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.Checkpointer;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.streams.ShardNote;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** Reads one shard into its feed, a page whenever the last one is handed over and more is requested. */
final class DirectReading {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ShardId shard;
    private final ShardNote inherited;
    private final Reader reader;
    private final Mono<Void> stop;
    private final ShardListener listener;
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final AtomicBoolean begun = new AtomicBoolean();

    private volatile ShardNote known;
    private volatile @Nullable SequenceNumber emitted;
    private volatile @Nullable SequenceNumber saved;
    private volatile boolean completed;
    private volatile boolean isOver;

    /**
     * Creates the reading of a shard.
     *
     * @param inherited what is known of the shard if nothing is noted of it itself
     * @param stop completes when no more is to be read
     * @param listener learns how far the shard is
     */
    DirectReading(ShardId shard, ShardNote inherited, Reader reader, Mono<Void> stop, ShardListener listener) {
        this.shard = shard;
        this.inherited = inherited;
        this.reader = reader;
        this.stop = stop;
        this.listener = listener;
        this.known = inherited;
    }

    ShardFeed feed() {
        Flux<StreamRecord> records = Flux.defer(this::read)
                .takeUntilOther(stop)
                .doOnNext(this::emitted)
                .doOnComplete(this::completed)
                .doOnError(failure -> finish())
                .doOnCancel(this::finish);
        return new ShardFeed(shard, records, new Places());
    }

    /** Completes when nothing of this shard will be saved any more, or nobody ever asked for it. */
    Mono<Void> over() {
        return Mono.defer(() -> begun.get() ? over.asMono() : Mono.empty());
    }

    /** Tells whether it was read and nothing of it will be saved any more. */
    boolean isOver() {
        return isOver;
    }

    private Flux<StreamRecord> read() {
        if (!begun.compareAndSet(false, true)) {
            return Flux.error(new IllegalStateException("shard %s can be read once".formatted(shard)));
        }
        return reader.store()
                .claim(shard, reader.epoch(), inherited)
                .retryWhen(patience())
                .doOnNext(row -> noted(row.note()))
                .flatMapMany(this::read);
    }

    private Flux<StreamRecord> read(ShardRow row) {
        if (row.isEnded()) {
            return end();
        }
        Flux<StreamRecord> records = reader.stream()
                .read(shard, row.place(), Mono.fromSupplier(() -> known.carriedUpTo()))
                .concatWith(end());
        return row.note().isOfLoss(now())
                ? Flux.concat(Flux.just(new StreamRecord.Trimmed(row.note().carriedUpTo())), records)
                : records;
    }

    private Instant now() {
        return Instant.ofEpochMilli(reader.timer().now(TimeUnit.MILLISECONDS));
    }

    private static Flux<StreamRecord> end() {
        return Flux.just(new StreamRecord.Mark(SequenceNumber.SHARD_END));
    }

    private void emitted(StreamRecord record) {
        if (record.isPlace()) {
            emitted = record.at();
        }
    }

    private Mono<Void> save(SequenceNumber upTo) {
        return reader.store()
                .save(shard, reader.epoch(), upTo)
                .retryWhen(patience())
                .doOnSuccess(done -> saved(upTo))
                .doOnError(LeaseLostException.class, lost -> finish());
    }

    private RetryBackoffSpec patience() {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .scheduler(reader.timer())
                .filter(StoreUnavailableException.class::isInstance);
    }

    private void saved(SequenceNumber upTo) {
        saved = upTo;
        if (upTo.equals(SequenceNumber.SHARD_END)) {
            listener.ended(shard);
        }
        checkWhetherOver();
    }

    private void noted(ShardNote note) {
        known = note;
        listener.noted(shard, note);
    }

    private void completed() {
        completed = true;
        checkWhetherOver();
    }

    private void checkWhetherOver() {
        @Nullable SequenceNumber last = emitted;
        if (completed && (last == null || last.equals(saved))) {
            finish();
        }
    }

    private void finish() {
        isOver = true;
        over.tryEmitEmpty();
    }

    private final class Places implements Checkpointer {

        @Override
        public Mono<Void> save(SequenceNumber upTo) {
            return DirectReading.this.save(upTo);
        }

        @Override
        public Mono<Void> note(Instant carriedUpTo) {
            return reader.store()
                    .note(shard, reader.epoch(), carriedUpTo)
                    .doOnSuccess(done -> noted(new ShardNote(carriedUpTo, false)));
        }

        @Override
        public Mono<Void> noteRepair(SequenceNumber upTo) {
            return reader.store().noteRepair(shard, reader.epoch(), upTo);
        }

        @Override
        public Mono<SequenceNumber> repairedUpTo() {
            return reader.store().repairedUpTo(shard);
        }
    }
}
