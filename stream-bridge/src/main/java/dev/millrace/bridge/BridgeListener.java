/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;

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

    /** The stream brought a change again that is carried, or on its way, already; it is dropped. */
    default void repeatDropped(ShardId shard, ChangeRecord change) {}

    /**
     * The stream brought a change after later ones of its item, from further back than {@link OrderOptions#lookBack()};
     * it is published all the same.
     */
    default void cameLate(ShardId shard, ChangeRecord change) {}

    /** Versions of an item that the stream had not brought were published from the command table, both ends included. */
    default void gapHealed(ShardId shard, ItemKey key, Version from, Version to) {}

    /** A version that the stream did not bring is not in the command table either, as after it expired; it is passed by. */
    default void versionMissing(ShardId shard, ItemKey key, Version version) {}

    /**
     * The stream has deleted records of a shard unread, or never had them because it took the place of another stream. The
     * shard waits until what was recorded since that moment has been published from the command table.
     */
    default void dataTrimmed(ShardId shard, Instant since) {}

    /** What was missing of a shard is published. */
    default void repaired(ShardId shard, Instant since) {}

    /** The oldest change of a shard that may not be carried yet has reached the age of an alarm. */
    default void retentionAlarm(ShardId shard, Duration age, Duration alarm) {}

    /** A shard with something to do has made no progress for so long; the bridge begins again, once. */
    default void stuck(ShardId shard, Duration time) {}

    /** A shard had no lease though it was its turn to be read; it has one now. */
    default void orphanAdopted(ShardId shard) {}
}
