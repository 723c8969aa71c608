/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static java.util.Objects.requireNonNull;

import dev.millrace.parking.SinkId;
import dev.millrace.sink.ChangeSink;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Refills a sink from the command table: reads all of it and has the sink take the newest version of each item, deleted ones
 * too, as far as it does not hold it already.
 *
 * <p>Runners of the sink may be at work meanwhile, and commands may be published: what is recorded after a rebuild has begun
 * comes to the sink from the topic, and a sink only moves forward, whoever writes. For sinks that keep the newest version of
 * each item; one that has to see every version gets them from the topic alone.
 */
public final class Rebuild {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    private final SinkId id;
    private final ChangeSink sink;
    private final RecordedItems items;
    private final RebuildProgress progress;
    private final RebuildOptions options;

    private Rebuild(SinkId id, ChangeSink sink, RecordedItems items, RebuildProgress progress, RebuildOptions options) {
        this.id = requireNonNull(id, "id");
        this.sink = requireNonNull(sink, "sink");
        this.items = requireNonNull(items, "items");
        this.progress = requireNonNull(progress, "progress");
        this.options = requireNonNull(options, "options");
    }

    /** Returns the rebuild of a sink from that table, with the default options. */
    public static Rebuild of(SinkId id, ChangeSink sink, RecordedItems items, RebuildProgress progress) {
        return new Rebuild(id, sink, items, progress, RebuildOptions.defaults());
    }

    /** The same rebuild with other options. */
    public Rebuild withOptions(RebuildOptions newOptions) {
        return new Rebuild(id, sink, items, progress, newOptions);
    }

    /**
     * Goes on with the rebuild that was left unfinished, whoever began it; if there is none, begins one. Emits what was done
     * in all, once the sink holds of each item the newest version that was recorded before the rebuild began, or a later
     * one, but for those that it refuses.
     *
     * <p>Nothing happens before subscription.
     *
     * <ul>
     *   <li><b>Fails</b> with the failure of the table, of the sink or of the progress when one step has failed in every
     *       attempt, or cannot succeed; with {@link RebuildTakenOverException} when another run has begun since. After
     *       each of them, and after a crash, the next run goes on where this one was.
     *   <li><b>Cancelling</b> stops at once; the next run repeats at most one step in each segment.
     *   <li><b>Memory</b>: one page for each segment.
     *   <li><b>Threads</b>: signals arrive on those of the table, the sink or the scheduler.
     * </ul>
     */
    public Mono<RebuildCounts> resume() {
        return Mono.defer(() -> {
            String run = UUID.randomUUID().toString();
            return run(run, progress.take(id, run, options.segments()));
        });
    }

    /** Begins anew, for a sink that was emptied meanwhile: like {@link #resume()}, but nothing counts that was done before. */
    public Mono<RebuildCounts> begin() {
        return Mono.defer(() -> {
            String run = UUID.randomUUID().toString();
            return run(run, progress.begin(id, run, options.segments()));
        });
    }

    /**
     * Forgets a rebuild that was left unfinished, so that the next one begins anew; one that runs now ends with
     * {@link RebuildTakenOverException}. For a sink whose data is removed: what was done before is done no more.
     */
    public Mono<Void> forget() {
        return Mono.defer(() -> {
            String run = UUID.randomUUID().toString();
            return progress.begin(id, run, options.segments()).then(progress.finish(id, run));
        });
    }

    private Mono<RebuildCounts> run(String run, Mono<List<SegmentProgress>> taken) {
        return taken.doOnNext(this::tellBegun)
                .flatMap(segments -> carry(run, segments))
                .flatMap(counts -> progress.finish(id, run).thenReturn(counts))
                .doOnNext(counts -> log.info("{}: the rebuild is finished, {}", id, counts));
    }

    private void tellBegun(List<SegmentProgress> segments) {
        long done = segments.stream().filter(SegmentProgress::isDone).count();
        log.info("{}: a rebuild begins with {} of {} segments done", id, done, segments.size());
    }

    private Mono<RebuildCounts> carry(String run, List<SegmentProgress> segments) {
        return Flux.fromIterable(segments)
                .flatMap(segment -> steps(run, segments.size()).carry(segment), segments.size(), 1)
                .map(SegmentProgress::counts)
                .reduce(RebuildCounts.NONE, RebuildCounts::plus);
    }

    private RebuildSteps steps(String run, int segments) {
        return new RebuildSteps(id, sink, items, options, segments, segment -> progress.save(id, run, segment));
    }
}
