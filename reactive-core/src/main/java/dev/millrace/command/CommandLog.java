/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Port to the command table: append-only, one row per version of an item, the source of truth.
 *
 * <p>All methods: nothing happens until subscription, and all reads are consistent: they see every append that completed
 * before subscription. They fail with a {@link dev.millrace.MillraceException}.
 */
public interface CommandLog {

    /**
     * Appends a row if its version of the item is free, in one request. Emits whether it was. Fails with
     * {@link OutcomeUnknownException} when no answer came; with another failure nothing was written.
     */
    Mono<AppendOutcome> append(RecordedCommand command);

    /**
     * Appends a row and sets the item's row in the data table to the same state, both or neither, in one request.
     * Otherwise like {@link #append}. Fails with {@link dev.millrace.StoreMisconfiguredException} when the data table
     * holds this version or a later one and the log does not: then one of the two was restored or emptied.
     */
    Mono<AppendOutcome> appendVisibly(RecordedCommand command);

    /** Emits the row of that version; empty if there is none. */
    Mono<RecordedCommand> get(ItemKey key, Version version);

    /** Emits the row of the newest version; empty if there is none. */
    Mono<RecordedCommand> latest(ItemKey key);

    /** Emits the rows from one version to another, both included, in order of version; reads ahead no more than a page. */
    Flux<RecordedCommand> list(ItemKey key, Version from, Version to);
}
