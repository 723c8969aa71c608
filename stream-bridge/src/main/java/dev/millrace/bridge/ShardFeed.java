/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import reactor.core.publisher.Flux;

/**
 * A shard that this worker obtained.
 *
 * <p>The records can be subscribed to once. They come in the order of the shard, from the last saved checkpoint on, as
 * fast as they are requested and no faster. Where the stream has lost records unread, a {@link StreamRecord.Trimmed} says
 * so. They
 *
 * <ul>
 *   <li><b>complete</b> at the end of the shard, after a {@link StreamRecord.Mark} at {@link SequenceNumber#SHARD_END},
 *       and when the source is asked to stop or hands the shard to another worker: the source then waits until the last
 *       record it emitted has been saved;
 *   <li><b>fail</b> with {@link LeaseLostException} when another worker has taken the shard: nothing more is saved;
 *   <li>when <b>cancelled</b>, give the shard up until the source is subscribed to anew.
 * </ul>
 *
 * @param shard which shard
 * @param records what it holds
 * @param checkpointer where to save how far it was carried
 */
public record ShardFeed(ShardId shard, Flux<StreamRecord> records, Checkpointer checkpointer) {

    /** Refuses null. */
    public ShardFeed {
        requireNonNull(shard, "shard");
        requireNonNull(records, "records");
        requireNonNull(checkpointer, "checkpointer");
    }
}
