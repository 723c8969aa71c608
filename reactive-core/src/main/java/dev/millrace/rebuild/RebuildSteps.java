/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.MillraceException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.ChangeSink;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A segment, page by page: read, apply, remember, and wait until the rate allows for more. */
final class RebuildSteps {

    private static final long MILLIS = 1_000;

    private final SinkId id;
    private final ChangeSink sink;
    private final RecordedItems items;
    private final RebuildOptions options;
    private final int segments;
    private final Function<SegmentProgress, Mono<Void>> save;

    RebuildSteps(
            SinkId id,
            ChangeSink sink,
            RecordedItems items,
            RebuildOptions options,
            int segments,
            Function<SegmentProgress, Mono<Void>> save) {
        this.id = id;
        this.sink = sink;
        this.items = items;
        this.options = options;
        this.segments = segments;
        this.save = save;
    }

    /** Does what is left of the segment. */
    Mono<SegmentProgress> carry(SegmentProgress begun) {
        return Mono.just(begun)
                .expand(segment -> segment.isDone() ? Mono.empty() : step(segment))
                .last();
    }

    private Mono<SegmentProgress> step(SegmentProgress segment) {
        return items.read(segment.number(), segments, segment.place(), options.pageRows())
                .transform(this::untilItWorks)
                .flatMap(rows -> apply(rows)
                        .map(done -> segment.after(rows, done))
                        .flatMap(next -> untilItWorks(save.apply(next)).thenReturn(next)))
                .elapsed(options.scheduler())
                .flatMap(timed -> pauseAfter(segment, timed.getT2(), timed.getT1()));
    }

    private Mono<SegmentProgress> pauseAfter(SegmentProgress segment, SegmentProgress next, long tookMillis) {
        long rows = next.counts().rows() - segment.counts().rows();
        long millis = rows * MILLIS * segments / options.rowsPerSecond() - tookMillis;
        return next.isDone() || millis <= 0
                ? Mono.just(next)
                : Mono.delay(Duration.ofMillis(millis), options.scheduler()).thenReturn(next);
    }

    private Mono<RebuildCounts> apply(RecordedItems.Slice rows) {
        return Mono.defer(() -> {
            RebuildBatch batch = new RebuildBatch(id, newest(rows));
            return untilItWorks(Mono.defer(() -> batch.isSettled()
                            ? Mono.empty()
                            : sink.apply(batch.left()).doOnNext(batch::settle).then()))
                    .then(Mono.fromSupplier(() -> batch.counts(rows.count())));
        });
    }

    /** An item whose versions are on two pages is applied twice, which the sink does not mind. */
    private static Collection<ChangeRecord> newest(RecordedItems.Slice rows) {
        Map<ItemKey, ChangeRecord> newest = new LinkedHashMap<>();
        for (ChangeRecord change : rows.changes()) {
            newest.merge(change.key(), change, (one, other) -> one.version().isAfter(other.version()) ? one : other);
        }
        return newest.values();
    }

    private <T> Mono<T> untilItWorks(Mono<T> step) {
        return step.timeout(options.attemptTimeout(), options.scheduler())
                .retryWhen(Retry.backoff(options.attempts() - 1L, options.firstPause())
                        .maxBackoff(options.longestPause())
                        .scheduler(options.scheduler())
                        .filter(RebuildSteps::mayPass)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()));
    }

    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof MillraceException known && known.retry() == MillraceException.Retry.NEVER);
    }
}
