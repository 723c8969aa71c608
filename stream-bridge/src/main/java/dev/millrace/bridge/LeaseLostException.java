/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.MillraceException;

/** Another worker has taken the shard, or is about to. It goes on from the last checkpoint saved. */
public final class LeaseLostException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public LeaseLostException(ShardId shard) {
        super("the lease of shard %s is lost".formatted(shard));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
