/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.chaos.history.Event.LossAnnounced;
import dev.millrace.chaos.history.Fact;
import java.time.Duration;
import java.time.Instant;

/** Hears what a bridge says of itself. */
public record WatchedBridge(Watch watch, Travelling travelling) implements BridgeListener {

    @Override
    public void changePublished(ShardId shard, ChangeRecord change) {
        watch.passes(CrashPoint.BRIDGE_PUBLISHED_HEARD);
    }

    @Override
    public void repeatDropped(ShardId shard, ChangeRecord change) {
        travelling.arrived(watch, Fact.of(change));
    }

    @Override
    public void dataTrimmed(ShardId shard, Instant since) {
        watch.see(new LossAnnounced(watch.process(), shard.text()));
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
