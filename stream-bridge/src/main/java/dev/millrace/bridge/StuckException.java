/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.MillraceException;
import java.time.Duration;

/** A shard with something to do makes no progress. Beginning again from the checkpoints may help. */
final class StuckException extends MillraceException {

    private static final long serialVersionUID = 1L;

    StuckException(ShardId shard, Duration time) {
        super("shard %s has made no progress for %s".formatted(shard, time));
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
