/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads what became of an item over time. Every version of it is a row of the command table, so its history is complete
 * as of the last publish, whatever the pipeline's lag; only versions that have expired may be gone. Deleted states are
 * part of it.
 *
 * <p>All methods: nothing happens until subscription. The caller is the {@link InvokeContext} of the subscriber's Reactor
 * Context. They fail, before any I/O, with {@link dev.millrace.context.MissingContextException} without one and with
 * {@link dev.millrace.context.TenantViolationException} for another tenant's items; later with a
 * {@link dev.millrace.MillraceException} whose {@code retry()} is {@code AS_IS} when the table cannot be read for now, and
 * with {@link dev.millrace.data.MisplacedItemException} when the table answers with another item than asked. All reads are
 * consistent; those of a Flux stay no more than a page ahead of the subscriber.
 */
public interface HistoryService {

    /** Returns a service that reads through the port. */
    static HistoryService over(CommandLog log, TenantGuard guard) {
        return new LoggedHistoryService(log, guard);
    }

    /** Emits all commands recorded for the item, in order of version; none if it was never written. */
    Flux<RecordedCommand> versions(ItemKey key);

    /**
     * Emits the commands recorded for the item from one version to another, both included, in order of version. Throws
     * {@link dev.millrace.item.InvalidValueException} if the range ends before it begins.
     */
    Flux<RecordedCommand> versions(ItemKey key, Version from, Version to);

    /** Emits the item as that version left it; empty if it never had that version. */
    Mono<ItemState> at(ItemKey key, Version version);

    /**
     * Emits the item as it was at a moment: as the newest version left it that was written at or before the moment. Empty
     * if it was not there yet.
     *
     * <p>The moment of a version is the one in its audit, taken from the clock of the process that wrote it. As long as
     * moments do not decrease from version to version the answer is exact. Where the clocks of two writers disagreed, a
     * version may bear an earlier moment than the one before it; then, for a moment within the disagreement, several
     * versions were written at or before it and followed by one that was not, and the answer is one of these.
     *
     * <p>Costs one read for a moment after the last change or before the first, else one more with every doubling of the
     * number of versions.
     */
    Mono<ItemState> asOf(ItemKey key, Instant moment);

    /**
     * Emits what each version changed, in order of version. In the first one there is, all that it holds counts as added.
     */
    Flux<Revision> changes(ItemKey key);
}
