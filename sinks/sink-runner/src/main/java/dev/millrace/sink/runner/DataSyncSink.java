/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A {@link DataSyncHandler} as a sink, so that it has a consumer group, retries, parking and redrives like any other. Its
 * name is {@code sync-} and the handler's type.
 *
 * <p>To be run with {@link #options}: each version, one change a call. A handler keeps no versions, so this sink does not
 * know which it holds; whoever needs to be told only once keeps the version with what it writes.
 */
public final class DataSyncSink implements ChangeSink {

    private static final String PREFIX = "sync-";

    private final DataSyncHandler handler;
    private final SinkName name;

    private DataSyncSink(DataSyncHandler handler) {
        this.handler = requireNonNull(handler, "handler");
        this.name = SinkName.of(PREFIX + handler.type());
    }

    /** Returns the handler as a sink; fails with {@link dev.millrace.item.InvalidValueException} for a type that is none. */
    public static DataSyncSink of(DataSyncHandler handler) {
        return new DataSyncSink(handler);
    }

    /** The options, changed so that the handler sees each version, and no change again because another one failed. */
    public static RunnerOptions options(RunnerOptions options) {
        return options.withCompaction(false).withMaxBatch(1);
    }

    @Override
    public SinkName name() {
        return name;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Flux.fromIterable(List.copyOf(changes))
                .concatMap(change -> Mono.defer(() -> handler.up(change)).thenReturn(SinkOutcome.applied()), 1)
                .collectList();
    }

    /** Emits {@link Version#NONE}: a handler does not tell. */
    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        requireNonNull(key, "key");
        return Mono.just(Version.NONE);
    }

    /**
     * Has the handler take changes back, one after the other in the order given, which for several versions of an item is
     * from the highest to the lowest. Completes when all are taken back; fails with the first failure of the handler, and
     * then those after it are not. To be called while no runner of the handler is at work on the same items; what comes to
     * the topic afterwards goes {@link DataSyncHandler#up} as always.
     */
    public Mono<Void> rollBack(Publisher<ChangeRecord> changes) {
        return Flux.from(changes)
                .concatMap(change -> Mono.defer(() -> handler.down(change)), 1)
                .then();
    }
}
