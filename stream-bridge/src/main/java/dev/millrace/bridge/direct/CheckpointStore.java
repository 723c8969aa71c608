/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;
import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Keeps who reads one stream, and how far each of its shards was carried. All reads are consistent and all writes
 * conditional. Fails with {@link dev.millrace.StoreUnavailableException} for a while, and with {@link
 * dev.millrace.StoreMisconfiguredException} for good.
 */
interface CheckpointStore {

    /** Completes when the store can be used. */
    Mono<Void> prepare();

    /** Emits who reads the stream; {@link Tenure#NONE} if nobody ever did. */
    Mono<Tenure> tenure();

    /** Begins a tenure after the one that was seen, and emits it; is empty if that has gone on or ended meanwhile. */
    Mono<Tenure> take(Tenure seen, String owner);

    /** Says that the tenure of that epoch goes on; emits false if a later one has begun. */
    Mono<Boolean> beat(long epoch);

    /** Ends the tenure of that epoch, if it is still that one. */
    Mono<Void> release(long epoch);

    /** Emits what is kept of each shard that was ever claimed. */
    Mono<Map<ShardId, ShardRow>> shards();

    /**
     * Lets only this epoch save for the shard from now on, and emits what is kept of it. Fails with {@link
     * dev.millrace.bridge.LeaseLostException} if a later epoch has done so.
     *
     * @param inherited is noted if nothing is yet
     */
    Mono<ShardRow> claim(ShardId shard, long epoch, ShardNote inherited);

    /** Saves the place of a claimed shard; fails with {@link dev.millrace.bridge.LeaseLostException} if a later epoch has it. */
    Mono<Void> save(ShardId shard, long epoch, SequenceNumber place);

    /** Notes up to when a claimed shard is carried, which settles what it owed; fails as {@link #save} does. */
    Mono<Void> note(ShardId shard, long epoch, Instant carriedUpTo);

    /** Notes how far a repair for a claimed shard has come; fails as {@link #save} does. */
    Mono<Void> noteRepair(ShardId shard, long epoch, SequenceNumber upTo);

    /** Emits how far the last repair for the shard had come; empty if there was none. */
    Mono<SequenceNumber> repairedUpTo(ShardId shard);

    /** Forgets a shard that the stream no longer has. */
    Mono<Void> forget(ShardId shard);

    /**
     * Emits what this stream owes because the table had another one before, and that one's checkpoints are still here; is
     * empty if there are none.
     */
    Mono<ShardNote> owed();

    /** Forgets all other streams of the table. */
    Mono<Void> forgetOtherStreams();
}
