/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.MillraceException;

/**
 * A stream no longer holds records of a shard that were not carried yet, because they are older than the stream keeps
 * anything. The changes themselves are in the command table. The shard's checkpoint stays where it was, so the failure
 * comes again until someone has repaired the gap and moved the checkpoint.
 */
public final class RecordsTrimmedException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final transient ShardId shard;

    /** Creates the failure. */
    public RecordsTrimmedException(ShardId shard, Throwable cause) {
        super("shard %s has lost records that were not carried yet".formatted(shard), cause);
        this.shard = shard;
    }

    /** Which shard; null after serialization. */
    public ShardId shard() {
        return shard;
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
