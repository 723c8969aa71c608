/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listener what happens; shields the flow from a listener that throws. */
final class BridgeEvents {

    private static final Logger log = LoggerFactory.getLogger(StreamBridge.class);

    private final BridgeListener listener;

    BridgeEvents(BridgeListener listener) {
        this.listener = listener;
    }

    void shardStarted(ShardId shard) {
        log.info("shard {} started", shard);
        tell(to -> to.shardStarted(shard));
    }

    /** In the hot loop: no log line. */
    void changePublished(ShardId shard, ChangeRecord change) {
        tell(to -> to.changePublished(shard, change));
    }

    void deadLettered(DeadLetter letter) {
        log.error(
                "{} cannot travel and is in the dead-letter topic: {}",
                letter,
                letter.cause().getClass().getName());
        tell(to -> to.deadLettered(letter));
    }

    void saved(ShardId shard, SequenceNumber upTo) {
        tell(to -> to.checkpointSaved(shard, upTo));
        if (upTo.equals(SequenceNumber.SHARD_END)) {
            log.info("shard {} ended", shard);
            tell(to -> to.shardEnded(shard));
        }
    }

    void leaseLost(ShardId shard) {
        log.warn("shard {} lost to another worker", shard);
        tell(to -> to.leaseLost(shard));
    }

    void restarting(Throwable cause, Duration pause) {
        log.warn("bridge failed, restarting from the last checkpoints in {}", pause, cause);
        tell(to -> to.restarting(cause, pause));
    }

    /** In the hot loop: no log line, as for the next two. */
    void repeatDropped(ShardId shard, ChangeRecord change) {
        tell(to -> to.repeatDropped(shard, change));
    }

    void cameLate(ShardId shard, ChangeRecord change) {
        tell(to -> to.cameLate(shard, change));
    }

    void gapHealed(ShardId shard, ItemKey key, Version from, Version to) {
        tell(listener -> listener.gapHealed(shard, key, from, to));
    }

    void versionMissing(ShardId shard, ItemKey key, Version version) {
        log.warn("{} v{} came neither from shard {} nor from the command table", key, version, shard);
        tell(to -> to.versionMissing(shard, key, version));
    }

    void dataTrimmed(ShardId shard, Instant since) {
        log.error("the stream lost records of shard {}; repairing from the command table since {}", shard, since);
        tell(to -> to.dataTrimmed(shard, since));
    }

    void repaired(ShardId shard, Instant since) {
        log.info("shard {} repaired since {}", shard, since);
        tell(to -> to.repaired(shard, since));
    }

    void retentionAlarm(ShardId shard, Duration age, Duration alarm) {
        log.error("shard {} has carried nothing newer than {} ago: the stream forgets after 24 h", shard, age);
        tell(to -> to.retentionAlarm(shard, age, alarm));
    }

    void stuck(ShardId shard, Duration time) {
        log.error("shard {} has made no progress for {}", shard, time);
        tell(to -> to.stuck(shard, time));
    }

    private void tell(Consumer<BridgeListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException thrown) {
            log.warn("a listener failed and is ignored", thrown);
        }
    }
}
