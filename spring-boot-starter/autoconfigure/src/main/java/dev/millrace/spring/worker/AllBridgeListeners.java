/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Several listeners as one, in their order.
 *
 * @param listeners the listeners
 */
record AllBridgeListeners(List<BridgeListener> listeners) implements BridgeListener {

    @Override
    public void shardStarted(ShardId shard) {
        listeners.forEach(listener -> listener.shardStarted(shard));
    }

    @Override
    public void changePublished(ShardId shard, ChangeRecord change) {
        listeners.forEach(listener -> listener.changePublished(shard, change));
    }

    @Override
    public void deadLettered(DeadLetter letter) {
        listeners.forEach(listener -> listener.deadLettered(letter));
    }

    @Override
    public void checkpointSaved(ShardId shard, SequenceNumber upTo) {
        listeners.forEach(listener -> listener.checkpointSaved(shard, upTo));
    }

    @Override
    public void shardEnded(ShardId shard) {
        listeners.forEach(listener -> listener.shardEnded(shard));
    }

    @Override
    public void leaseLost(ShardId shard) {
        listeners.forEach(listener -> listener.leaseLost(shard));
    }

    @Override
    public void restarting(Throwable cause, Duration pause) {
        listeners.forEach(listener -> listener.restarting(cause, pause));
    }

    @Override
    public void repeatDropped(ShardId shard, ChangeRecord change) {
        listeners.forEach(listener -> listener.repeatDropped(shard, change));
    }

    @Override
    public void cameLate(ShardId shard, ChangeRecord change) {
        listeners.forEach(listener -> listener.cameLate(shard, change));
    }

    @Override
    public void gapHealed(ShardId shard, ItemKey key, Version from, Version to) {
        listeners.forEach(listener -> listener.gapHealed(shard, key, from, to));
    }

    @Override
    public void versionMissing(ShardId shard, ItemKey key, Version version) {
        listeners.forEach(listener -> listener.versionMissing(shard, key, version));
    }

    @Override
    public void dataTrimmed(ShardId shard, Instant since) {
        listeners.forEach(listener -> listener.dataTrimmed(shard, since));
    }

    @Override
    public void repaired(ShardId shard, Instant since) {
        listeners.forEach(listener -> listener.repaired(shard, since));
    }

    @Override
    public void retentionAlarm(ShardId shard, Duration age, Duration alarm) {
        listeners.forEach(listener -> listener.retentionAlarm(shard, age, alarm));
    }

    @Override
    public void stuck(ShardId shard, Duration time) {
        listeners.forEach(listener -> listener.stuck(shard, time));
    }

    @Override
    public void orphanAdopted(ShardId shard) {
        listeners.forEach(listener -> listener.orphanAdopted(shard));
    }
}
