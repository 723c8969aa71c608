/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** Reads the shards of one stream without holding a thread for any of them. */
public final class StreamReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamReader.class);

    private static final Duration BEFORE_THE_NEW_OLDEST = Duration.ofMillis(200);

    private final StreamCalls calls;
    private final ReadingOptions options;
    private final PageRoom room;
    private final Function<Map<String, AttributeValue>, ChangeRecord> images;
    private final Scheduler timer;

    private StreamReader(
            StreamCalls calls,
            ReadingOptions options,
            Function<Map<String, AttributeValue>, ChangeRecord> images,
            Scheduler timer) {
        this.calls = calls;
        this.options = options;
        this.room = new PageRoom(options.maxPages());
        this.images = images;
        this.timer = timer;
    }

    /**
     * Returns a reader of that stream.
     *
     * @param client reads it; closed with the reader
     * @param images reads the image of a new row
     * @param timer where time passes and answers arrive
     */
    public static StreamReader of(
            DynamoDbStreamsAsyncClient client,
            String streamArn,
            ReadingOptions options,
            Function<Map<String, AttributeValue>, ChangeRecord> images,
            Scheduler timer) {
        return new StreamReader(
                new StreamCalls(client, streamArn, timer),
                requireNonNull(options, "options"),
                requireNonNull(images, "images"),
                timer);
    }

    /** The stream. */
    public String streamArn() {
        return calls.streamArn();
    }

    /**
     * Emits the shards that the stream shows now; tries again for as long as there is hope. Fails with a {@link
     * dev.millrace.MillraceException}.
     */
    public Flux<Shard> shards() {
        return calls.shards();
    }

    /**
     * Emits the records of a shard after that place, from the oldest one if there is none, and completes at its end.
     *
     * <p>A page is read when the one before is handed over and more is requested; at once after a full one, else after a
     * pause. What is throttled is tried again for ever. Where records are gone that belong there, a {@link
     * StreamRecord.Trimmed} says so and those that are left follow; when a page brought nothing for the tenth time in a
     * row, a {@link StreamRecord.CaughtUp} does. Fails with a {@link dev.millrace.MillraceException}.
     *
     * @param carriedUpTo emits since when records may be missing; asked for at a loss
     */
    public Flux<StreamRecord> read(ShardId shard, Optional<SequenceNumber> after, Mono<Instant> carriedUpTo) {
        return pages(cursor(shard, after.orElse(null)), carriedUpTo, false);
    }

    private ShardCursor cursor(ShardId shard, @Nullable SequenceNumber after) {
        return new ShardCursor(shard, after, calls, new PollingPace(options.idle(), options.maxIdle()), timer);
    }

    private Flux<StreamRecord> pages(ShardCursor cursor, Mono<Instant> carriedUpTo, boolean isLossTold) {
        return Flux.just(cursor)
                .hide() // else concatMap, knowing that there is only one, begins at once
                .concatMap(this::page, 0) // prefetch 0: reads only when something is requested
                .repeat(() -> !cursor.isAtEnd())
                .onErrorResume(
                        RecordsTrimmedException.class,
                        loss -> afterLoss(cursor.shard(), loss, carriedUpTo, isLossTold));
    }

    /** Says that records are missing, and goes on with those that are left. */
    private Flux<StreamRecord> afterLoss(
            ShardId shard, RecordsTrimmedException loss, Mono<Instant> carriedUpTo, boolean isTold) {
        Flux<StreamRecord> telling = isTold ? Flux.empty() : tell(shard, carriedUpTo);
        if (loss.isOfWholeShard()) {
            return telling;
        }
        ShardCursor oldest = cursor(shard, null);
        return loss.isAtOldest()
                ? isOpen(shard)
                        .flatMapMany(open -> open
                                ? pages(oldest, carriedUpTo, isTold).delaySubscription(BEFORE_THE_NEW_OLDEST, timer)
                                : telling)
                : telling.concatWith(pages(oldest, carriedUpTo, true));
    }

    private static Flux<StreamRecord> tell(ShardId shard, Mono<Instant> carriedUpTo) {
        return carriedUpTo
                .<StreamRecord>map(StreamRecord.Trimmed::new)
                .doOnNext(loss -> log.warn("shard {} has lost records that were not read yet", shard))
                .flux();
    }

    /** Tells whether a shard may still get records: the oldest one of an open shard may just have gone. */
    private Mono<Boolean> isOpen(ShardId shard) {
        return calls.shards()
                .any(shown -> shown.shardId().equals(shard.text())
                        && shown.sequenceNumberRange().endingSequenceNumber() == null);
    }

    private Flux<StreamRecord> page(ShardCursor cursor) {
        return Flux.using(room::place, place -> page(cursor, place), PageRoom.Place::close)
                .delaySubscription(Mono.delay(cursor.pause(), timer));
    }

    private Flux<StreamRecord> page(ShardCursor cursor, PageRoom.Place place) {
        RecordDecoder decoder = new RecordDecoder(cursor.shard(), images);
        Mono<List<Record>> page = place.take().then(cursor.next());
        return page.flatMapIterable(Function.identity()).map(decoder::decode).concatWith(caughtUp(cursor));
    }

    private Mono<StreamRecord> caughtUp(ShardCursor cursor) {
        return Mono.defer(() -> cursor.hasCaughtUp()
                ? Mono.just(new StreamRecord.CaughtUp(Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS))))
                : Mono.empty());
    }

    @Override
    public void close() {
        calls.close();
    }
}
