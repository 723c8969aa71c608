/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
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

    /** Emits the place of each shard that was carried to somewhere. */
    Mono<Map<ShardId, SequenceNumber>> places();

    /**
     * Lets only this epoch save for the shard from now on, and emits the shard's place; is empty if it has none yet.
     * Fails with {@link dev.millrace.bridge.LeaseLostException} if a later epoch has done so.
     */
    Mono<SequenceNumber> claim(ShardId shard, long epoch);

    /** Saves the place of a claimed shard; fails with {@link dev.millrace.bridge.LeaseLostException} if a later epoch has it. */
    Mono<Void> save(ShardId shard, long epoch, SequenceNumber place);

    /** Forgets a shard that the stream no longer has. */
    Mono<Void> forget(ShardId shard);
}
