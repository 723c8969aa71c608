/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a shard of a module's stream, and how far it is carried.
 *
 * @param module whose changes it brings
 * @param shard which shard
 * @param owner the worker that holds its lease, in this process or another; empty if none does
 * @param checkpoint where reading goes on: a sequence number, or a word such as {@code SHARD_END}; empty before the first
 * @param carriedUpTo all changes recorded before that moment are on the topic; null if that is not noted
 */
public record ShardLease(String module, String shard, String owner, String checkpoint, @Nullable Instant carriedUpTo) {

    /** Refuses null, except for the moment. */
    public ShardLease {
        requireNonNull(module, "module");
        requireNonNull(shard, "shard");
        requireNonNull(owner, "owner");
        requireNonNull(checkpoint, "checkpoint");
    }
}
