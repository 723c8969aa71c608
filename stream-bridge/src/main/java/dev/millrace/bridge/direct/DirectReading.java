/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Reads one shard into its feed, a page whenever the last one is handed over and more is requested. */
final class DirectReading {

    private static final Logger log = LoggerFactory.getLogger(DirectReading.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ShardId shard;
    private final Reader reader;
    private final Mono<Void> stop;
    private final Consumer<ShardId> ended;
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final AtomicBoolean begun = new AtomicBoolean();

    private volatile @Nullable SequenceNumber emitted;
    private volatile @Nullable SequenceNumber saved;
    private volatile boolean completed;
    private volatile boolean isOver;

    /**
     * Creates the reading of a shard.
     *
     * @param stop completes when no more is to be read
     * @param ended learns that all of the shard is saved
     */
    DirectReading(ShardId shard, Reader reader, Mono<Void> stop, Consumer<ShardId> ended) {
        this.shard = shard;
        this.reader = reader;
        this.stop = stop;
        this.ended = ended;
    }

    ShardFeed feed() {
        Flux<StreamRecord> records = Flux.defer(this::read)
                .takeUntilOther(stop)
                .doOnNext(this::emitted)
                .doOnComplete(this::completed)
                .doOnError(failure -> finish())
                .doOnCancel(this::finish);
        return new ShardFeed(shard, records, this::save);
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
                .claim(shard, reader.epoch())
                .retryWhen(patience())
                .map(this::readAfter)
                .defaultIfEmpty(pages(reader.cursor(shard, null)))
                .flatMapMany(Function.identity());
    }

    private Flux<StreamRecord> readAfter(SequenceNumber place) {
        return place.equals(SequenceNumber.SHARD_END) ? end() : pages(reader.cursor(shard, place));
    }

    private Flux<StreamRecord> pages(ShardCursor cursor) {
        return Flux.just(cursor)
                .hide() // else concatMap, knowing that there is only one, begins at once
                .concatMap(this::page, 0) // prefetch 0: reads only when something is requested
                .repeat(() -> !cursor.isAtEnd())
                .concatWith(end())
                .onErrorResume(RecordsTrimmedException.class, this::afterLoss);
    }

    /** Says that records are missing, and goes on with those that are left. */
    private Flux<StreamRecord> afterLoss(RecordsTrimmedException loss) {
        log.warn("shard {} has lost records: {}", shard, loss.getMessage());
        Flux<StreamRecord> left = loss.isOfWholeShard() ? end() : pages(reader.cursor(shard, null));
        return Flux.concat(Flux.just(new StreamRecord.Trimmed(Instant.EPOCH)), left);
    }

    private Flux<StreamRecord> page(ShardCursor cursor) {
        return Flux.using(reader.room()::place, place -> page(cursor, place), PageRoom.Place::close)
                .delaySubscription(Mono.delay(cursor.pause(), reader.timer()));
    }

    private Flux<StreamRecord> page(ShardCursor cursor, PageRoom.Place place) {
        Function<Record, StreamRecord> decoder = reader.decoder(shard);
        Mono<List<Record>> page = place.take().then(cursor.next());
        return page.flatMapIterable(Function.identity()).map(decoder);
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
            ended.accept(shard);
        }
        checkWhetherOver();
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
}
