/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one module's bridge. */
final class BridgeMeters implements BridgeListener {

    private final Ages lag;
    private final Counter gapsHealed;
    private final Counter versionsMissing;
    private final Counter retentionAlarms;
    private final Counter deadLettered;
    private final Counter checkpoints;
    private final Counter restarts;
    private final AtomicInteger shards = new AtomicInteger();

    BridgeMeters(ModuleId module, MeterRegistry registry, Clock clock) {
        Tags tags = Tags.of("millrace.module", module.module());
        this.lag = new Ages("millrace.bridge.lag", tags, registry, clock);
        this.gapsHealed = registry.counter("millrace.bridge.gaps.healed", tags);
        this.versionsMissing = registry.counter("millrace.bridge.versions.missing", tags);
        this.retentionAlarms = registry.counter("millrace.bridge.retention.alarms", tags);
        this.deadLettered = registry.counter("millrace.bridge.dead.lettered", tags);
        this.checkpoints = registry.counter("millrace.bridge.checkpoints", tags);
        this.restarts = registry.counter("millrace.bridge.restarts", tags);
        registry.gauge("millrace.bridge.shards", tags, shards);
    }

    @Override
    public void shardStarted(ShardId shard) {
        shards.incrementAndGet();
    }

    @Override
    public void changePublished(ShardId shard, ChangeRecord change) {
        lag.record(change);
    }

    @Override
    public void gapHealed(ShardId shard, ItemKey key, Version from, Version to) {
        gapsHealed.increment();
    }

    @Override
    public void versionMissing(ShardId shard, ItemKey key, Version version) {
        versionsMissing.increment();
    }

    @Override
    public void retentionAlarm(ShardId shard, Duration age, Duration alarm) {
        retentionAlarms.increment();
    }

    @Override
    public void deadLettered(DeadLetter letter) {
        deadLettered.increment();
    }

    @Override
    public void checkpointSaved(ShardId shard, SequenceNumber upTo) {
        checkpoints.increment();
    }

    @Override
    public void shardEnded(ShardId shard) {
        shards.decrementAndGet();
    }

    @Override
    public void leaseLost(ShardId shard) {
        shards.decrementAndGet();
    }

    @Override
    public void restarting(Throwable cause, Duration pause) {
        restarts.increment();
        shards.set(0);
    }
}
