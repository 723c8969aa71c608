/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.MillraceException;
import dev.millrace.bridge.ShardId;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** A stream no longer holds records of a shard that were not read yet, because they are older than it keeps anything. */
final class RecordsTrimmedException extends MillraceException {

    private static final long serialVersionUID = 1L;

    RecordsTrimmedException(ShardId shard, Throwable cause) {
        super("shard %s has lost records that were not read yet".formatted(shard), cause);
    }

    /** Tells whether the shard itself is gone, so that it has no newer records either. */
    boolean isOfWholeShard() {
        return getCause() instanceof ResourceNotFoundException;
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
