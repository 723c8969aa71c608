/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.Announced;
import java.time.Duration;

/** Hears what a bridge says of itself. */
public record WatchedBridge(Watch watch) implements BridgeListener {

    @Override
    public void changePublished(ShardId shard, ChangeRecord change) {
        watch.passes(CrashPoint.BRIDGE_PUBLISHED_HEARD);
    }

    @Override
    public void leaseLost(ShardId shard) {
        watch.see(new Announced(watch.process(), "lost " + shard));
    }

    @Override
    public void restarting(Throwable cause, Duration pause) {
        watch.see(new Announced(watch.process(), "restarts because of " + cause));
    }
}
