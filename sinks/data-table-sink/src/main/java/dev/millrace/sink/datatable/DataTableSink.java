/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.datatable;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the data table: one guarded write per change. Soft-deleted items stay as rows, so that a late change cannot
 * bring one back.
 *
 * <p>A change that the table can never hold is refused; while the table cannot be used, changes are deferred.
 */
public final class DataTableSink implements ChangeSink {

    /** The name of the sink unless told otherwise. */
    public static final SinkName NAME = SinkName.of("data-table");

    /** How many writes of one batch are under way at once unless told otherwise. */
    public static final int DEFAULT_CONCURRENCY = 32;

    private final DataStore store;
    private final int concurrency;

    private DataTableSink(DataStore store, int concurrency) {
        this.store = requireNonNull(store, "store");
        this.concurrency = concurrency;
    }

    /** A sink that writes through the port, {@value #DEFAULT_CONCURRENCY} rows at once. */
    public static DataTableSink over(DataStore store) {
        return over(store, DEFAULT_CONCURRENCY);
    }

    /** A sink that writes through the port, so many rows of a batch at once, at least 1. */
    public static DataTableSink over(DataStore store, int concurrency) {
        if (concurrency < 1) {
            throw new InvalidValueException("concurrency", Integer.toString(concurrency), "must be at least 1");
        }
        return new DataTableSink(store, concurrency);
    }

    @Override
    public SinkName name() {
        return NAME;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Flux.fromIterable(changes)
                .flatMapSequential(this::apply, concurrency)
                .collectList();
    }

    private Mono<SinkOutcome> apply(ChangeRecord change) {
        return store.put(new DataItem(change.state(), change.commandId()))
                .map(written -> written ? SinkOutcome.applied() : SinkOutcome.stale())
                .onErrorResume(InvalidValueException.class, never -> Mono.just(SinkOutcome.refused(never)))
                .onErrorResume(later -> Mono.just(SinkOutcome.deferred(later)));
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return store.get(key).map(DataItem::version).defaultIfEmpty(Version.NONE);
    }
}
