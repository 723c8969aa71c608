/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

/**
 * A change that cannot travel, by its keys. It stays in the command table; only its place in the stream is passed by.
 *
 * @param shard where it was read
 * @param at its place there
 * @param partitionKey the partition key of its row in the command table
 * @param sortKey the sort key of that row
 * @param cause why it cannot travel
 */
public record DeadLetter(ShardId shard, SequenceNumber at, String partitionKey, String sortKey, Throwable cause) {

    /** Refuses null. */
    public DeadLetter {
        requireNonNull(shard, "shard");
        requireNonNull(at, "at");
        requireNonNull(partitionKey, "partitionKey");
        requireNonNull(sortKey, "sortKey");
        requireNonNull(cause, "cause");
    }

    /** Names the row and its place; the cause stays out, since its message may quote the row. */
    @Override
    public String toString() {
        return "DeadLetter[%s %s at %s in %s]".formatted(partitionKey, sortKey, at, shard);
    }
}
