/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A place that changes are written to: a read model. Idempotent by version: per item it only moves forward, so that
 * duplicates, late and reordered changes leave no trace.
 *
 * <p>Implementations are safe for concurrent use; the runner never has two batches with changes of one item under way at
 * once. Signals may arrive on any thread. Nothing happens before subscription, and a sink stays usable after a failure
 * or a cancelled call.
 */
public interface ChangeSink {

    /** The sink's name: fixed for its life, unique within a module. */
    SinkName name();

    /**
     * Writes changes, at most one per item, in any order.
     *
     * <p>Emits one list with one {@link SinkOutcome} per change, in the order of the changes. On completion every change
     * whose outcome is applied or stale is durable in the sink, in that version or a later one.
     *
     * <ul>
     *   <li><b>Fails</b> when the sink as a whole cannot be reached or refuses to work: then any part of the batch may
     *       have been written, and the caller applies all of it again. What concerns one change alone is no failure
     *       but {@link SinkOutcome#refused} or {@link SinkOutcome#deferred}.
     *   <li><b>Cancelling</b> leaves any part of the batch written; applying it again is safe.
     *   <li><b>Retries</b>: a sink does not retry; its caller does.
     * </ul>
     *
     * @param changes not empty, no two of one item
     */
    Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes);

    /**
     * Emits the version of the item that the sink holds, deletions included, {@link Version#NONE} if it never held any.
     * Fails when the sink cannot be read.
     */
    Mono<Version> appliedVersion(ItemKey key);
}
