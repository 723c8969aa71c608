/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
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
     * Appends rows of different items, all or none, in one transaction. Emits what became of each, in their order:
     * {@link AppendOutcome.Appended} for all of them, or for none. A row that is to be visible sets the item's row in the
     * data table to the same state.
     *
     * <p>Fails like {@link #append}; with {@link dev.millrace.item.InvalidValueException}, before any request, for rows
     * that no transaction can hold; and with {@link dev.millrace.StoreMisconfiguredException} when the data table holds
     * a version that is to be shown, or a later one, and the log does not: then one of the two was restored or emptied.
     *
     * @param rows not empty, no two of one item
     */
    Mono<List<AppendOutcome>> appendAll(List<Append> rows);

    /** Appends one row and shows it: {@link #appendAll} for one row that is visible. */
    default Mono<AppendOutcome> appendVisibly(RecordedCommand command) {
        return appendAll(List.of(Append.of(command).visibly(true))).map(outcomes -> outcomes.get(0));
    }

    /**
     * Shows a row that is in the log already: sets the item's row in the data table to its state, unless that is at this
     * version or a later one, in one request. Emits whether it did. A failure leaves open whether it shows; asking again
     * is harmless.
     *
     * @param row as the log has emitted it
     */
    Mono<Boolean> show(RecordedCommand row);

    /** Emits the row of that version; empty if there is none. */
    Mono<RecordedCommand> get(ItemKey key, Version version);

    /** Emits the row of the newest version; empty if there is none. */
    Mono<RecordedCommand> latest(ItemKey key);

    /** Emits the item's row with that command id; empty if there is none. Looks from the newest version backwards. */
    Mono<RecordedCommand> find(ItemKey key, CommandId id);

    /** Emits the rows from one version to another, both included, in order of version; reads ahead no more than a page. */
    Flux<RecordedCommand> list(ItemKey key, Version from, Version to);
}
