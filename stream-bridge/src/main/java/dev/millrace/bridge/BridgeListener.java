/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import java.time.Duration;

/**
 * Observes a bridge, for metrics and health; never influences it: what a listener throws is logged and dropped.
 *
 * <p>Called on the threads that do the work, so it must not block. Every method does nothing unless overridden.
 */
public interface BridgeListener {

    /** A listener that does nothing. */
    static BridgeListener none() {
        return new BridgeListener() {};
    }

    /** This worker begins to read a shard. */
    default void shardStarted(ShardId shard) {}

    /** Kafka has acknowledged a change; called for each one. */
    default void changePublished(ShardId shard, ChangeRecord change) {}

    /** A change could not travel; it is in the dead-letter topic. */
    default void deadLettered(DeadLetter letter) {}

    /** A checkpoint is saved; everything up to it is acknowledged. */
    default void checkpointSaved(ShardId shard, SequenceNumber upTo) {}

    /** All of a shard that is over has been carried. */
    default void shardEnded(ShardId shard) {}

    /** Another worker has taken a shard. */
    default void leaseLost(ShardId shard) {}

    /** The bridge failed; after the pause it begins again at the last checkpoints. */
    default void restarting(Throwable cause, Duration pause) {}
}
