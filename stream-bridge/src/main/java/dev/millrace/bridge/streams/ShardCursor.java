/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.PollingPace.Page;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import reactor.util.retry.Retry.RetrySignal;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** A place in a shard that moves on page by page. Used by one page at a time. */
final class ShardCursor {

    private static final Logger log = LoggerFactory.getLogger(ShardCursor.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ShardId shard;
    private final StreamCalls calls;
    private final PollingPace pace;
    private final Scheduler timer;

    private volatile @Nullable SequenceNumber last;
    private volatile @Nullable String iterator;
    private volatile boolean atEnd;
    private volatile long notBefore;

    /** Creates a cursor after that place; at the oldest record if there is none. */
    ShardCursor(ShardId shard, @Nullable SequenceNumber last, StreamCalls calls, PollingPace pace, Scheduler timer) {
        this.shard = shard;
        this.last = last;
        this.calls = calls;
        this.pace = pace;
        this.timer = timer;
    }

    ShardId shard() {
        return shard;
    }

    boolean isAtEnd() {
        return atEnd;
    }

    /** Tells whether it seems that there was nothing more to read when the last page was. */
    boolean hasCaughtUp() {
        return pace.hasCaughtUp();
    }

    /** How long to wait before the next page. */
    Duration pause() {
        return Duration.ofMillis(Math.max(0, notBefore - timer.now(TimeUnit.MILLISECONDS)));
    }

    /**
     * Emits the next page, which may be empty, and moves behind it. Tries again for as long as there is hope. Fails with
     * {@link RecordsTrimmedException} when records after this place are gone.
     */
    Mono<List<Record>> next() {
        Mono<GetRecordsResponse> page = Mono.defer(this::position).flatMap(calls::read);
        return page.onErrorResume(this::canBeTriedAgain, failure -> again(page, failure))
                .onErrorMap(this::failure)
                .map(this::moveOn);
    }

    /** Almost every page comes at once, and a policy that is ready for more costs memory: it comes with the first failure. */
    private Mono<GetRecordsResponse> again(Mono<GetRecordsResponse> page, Throwable first) {
        AtomicBoolean failed = new AtomicBoolean(true);
        return Mono.defer(() -> failed.getAndSet(false) ? Mono.<GetRecordsResponse>error(first) : page)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .scheduler(timer)
                        .filter(this::canBeTriedAgain)
                        .doBeforeRetry(this::tryingAgain));
    }

    private Mono<String> position() {
        @Nullable String known = iterator;
        return known != null ? Mono.just(known) : calls.iterator(shard, last).doOnNext(found -> iterator = found);
    }

    private List<Record> moveOn(GetRecordsResponse page) {
        List<Record> records = page.records();
        iterator = page.nextShardIterator();
        atEnd = page.nextShardIterator() == null;
        if (!records.isEmpty()) {
            last = SequenceNumber.of(records.get(records.size() - 1).dynamodb().sequenceNumber());
        }
        Duration pause = pace.after(Page.of(records.size(), bytes(records)));
        notBefore = timer.now(TimeUnit.MILLISECONDS) + pause.toMillis();
        return records;
    }

    private static long bytes(List<Record> records) {
        long bytes = 0;
        for (Record record : records) {
            Long size = record.dynamodb().sizeBytes();
            bytes += size == null ? 0 : size;
        }
        return bytes;
    }

    private boolean canBeTriedAgain(Throwable failure) {
        return StreamFailures.passes(failure) || failure instanceof ExpiredIteratorException;
    }

    private void tryingAgain(RetrySignal signal) {
        if (!StreamFailures.passes(signal.failure())) {
            iterator = null;
        } else if (signal.totalRetriesInARow() == 0) {
            log.warn("shard {} cannot be read now, trying on: {}", shard, StreamFailures.name(signal.failure()));
        }
    }

    private Throwable failure(Throwable failure) {
        if (StreamFailures.isGone(failure)) {
            return new RecordsTrimmedException(shard, failure, last == null);
        }
        String message = "shard %s cannot be read: %s".formatted(shard, StreamFailures.name(failure));
        return StreamFailures.isDenial(failure)
                ? new StoreMisconfiguredException(message, failure)
                : new StoreUnavailableException(message, failure);
    }
}
