/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import dev.millrace.MillraceException;
import dev.millrace.bridge.ShardId;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** A stream no longer holds records of a shard that were not read yet, because they are older than it keeps anything. */
final class RecordsTrimmedException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final boolean atOldest;

    RecordsTrimmedException(ShardId shard, Throwable cause, boolean atOldest) {
        super("shard %s has lost records that were not read yet".formatted(shard), cause);
        this.atOldest = atOldest;
    }

    /** Tells whether the shard itself is gone, so that it has no newer records either. */
    boolean isOfWholeShard() {
        return getCause() instanceof ResourceNotFoundException;
    }

    /** Tells whether the oldest record was asked for, and went before it was read, or was the last one of the shard. */
    boolean isAtOldest() {
        return atOldest && !isOfWholeShard();
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
