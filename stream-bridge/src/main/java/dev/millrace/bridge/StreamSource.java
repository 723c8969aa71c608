/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where the changes of a command table come from. Whether several workers may each have a source of the same table, the
 * maker of the source says.
 */
public interface StreamSource {

    /**
     * Emits a feed for each shard this worker obtains, a child shard only after its parent was saved to its end.
     *
     * <p>Nothing happens until subscription. When {@code stop} completes, the feeds complete, and the source completes
     * once everything they emitted is saved and all it had opened is closed.
     *
     * <ul>
     *   <li><b>Fails</b> with {@link dev.millrace.StoreMisconfiguredException} when the table has no stream to read, and
     *       with {@link dev.millrace.StoreUnavailableException} when the source cannot start.
     *   <li><b>Cancelling</b> closes the source in the background, without waiting for what is in flight; a later
     *       subscription begins when that is done.
     *   <li><b>Backpressure</b>: a subscriber requests {@link #maxShards()} at once; a shard it does not take is held
     *       but not read.
     * </ul>
     *
     * @param stop ends the source gracefully
     */
    Flux<ShardFeed> shards(Mono<?> stop);

    /** How many shards this worker reads at once, at most. */
    int maxShards();
}
