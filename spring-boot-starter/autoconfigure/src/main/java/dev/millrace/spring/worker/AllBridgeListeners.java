/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
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
}
