/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;

/** Notes what a bridge tells. */
final class BridgeWatch implements BridgeListener {

    private final WorkerProgress progress;

    BridgeWatch(WorkerProgress progress) {
        this.progress = progress;
    }

    @Override
    public void shardStarted(ShardId shard) {
        progress.shardStarted();
    }

    @Override
    public void changePublished(ShardId shard, ChangeRecord change) {
        progress.carried(change);
    }

    @Override
    public void deadLettered(DeadLetter letter) {
        progress.deadLettered(letter.cause());
    }

    @Override
    public void shardEnded(ShardId shard) {
        progress.shardLeft();
    }

    @Override
    public void leaseLost(ShardId shard) {
        progress.shardLeft();
    }

    @Override
    public void restarting(Throwable cause, Duration pause) {
        progress.noShards();
        progress.retrying(cause);
    }
}
