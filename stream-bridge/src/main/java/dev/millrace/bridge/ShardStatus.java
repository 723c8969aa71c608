/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How far one shard is carried, as the tables of its source say.
 *
 * @param shard which shard
 * @param worker who reads it, empty if nobody does
 * @param checkpoint where reading goes on: a sequence number, or a word of the source's own such as {@code SHARD_END};
 *     empty if there is none yet
 * @param carriedUpTo all changes recorded before that moment are carried; {@link Instant#EPOCH} if the source notes none
 */
public record ShardStatus(ShardId shard, String worker, String checkpoint, Instant carriedUpTo) {

    /** Refuses null. */
    public ShardStatus {
        requireNonNull(shard, "shard");
        requireNonNull(worker, "worker");
        requireNonNull(checkpoint, "checkpoint");
        requireNonNull(carriedUpTo, "carriedUpTo");
    }
}
