/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import java.time.Duration;
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

    private void tell(Consumer<BridgeListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException thrown) {
            log.warn("a listener failed and is ignored", thrown);
        }
    }
}
