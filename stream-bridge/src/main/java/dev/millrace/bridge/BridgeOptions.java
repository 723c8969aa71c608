/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/**
 * How a {@link StreamBridge} works.
 *
 * @param maxInFlight how many records the worker has read and not yet acknowledged in order, at most; default 4096, so
 *     that the producer can fill its batches
 * @param maxInFlightBytes how many bytes these may be, as the stream counts them; a single larger record passes alone;
 *     default 32 MiB
 * @param checkpointInterval how often a shard's newest watermark is saved; default 1 s. What is acknowledged but not yet
 *     saved is published again after a crash
 * @param drainTimeout how long a stop may wait for what is in flight before it becomes a cancellation; default 30 s
 * @param restartPause the pause before the first restart after a failure; it doubles with each further one that follows
 *     without progress; default 500 ms
 * @param maxRestartPause the longest such pause; default 30 s
 * @param order how versions of an item are kept in order
 * @param watch what the bridge watches over itself
 * @param repair how fast it reads the command table after the stream has lost something
 */
public record BridgeOptions(
        int maxInFlight,
        long maxInFlightBytes,
        Duration checkpointInterval,
        Duration drainTimeout,
        Duration restartPause,
        Duration maxRestartPause,
        OrderOptions order,
        WatchOptions watch,
        RepairOptions repair) {

    private static final int LONGEST_DOUBLING = 20;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public BridgeOptions {
        Checks.requireAtLeastOne("maxInFlight", maxInFlight);
        Checks.requireAtLeastOne("maxInFlightBytes", maxInFlightBytes);
        Checks.requirePositive("checkpointInterval", checkpointInterval);
        Checks.requirePositive("drainTimeout", drainTimeout);
        Checks.requirePositive("restartPause", restartPause);
        Checks.requirePositive("maxRestartPause", maxRestartPause);
        requireNonNull(order, "order");
        requireNonNull(watch, "watch");
        requireNonNull(repair, "repair");
    }

    /** The defaults. */
    public static BridgeOptions defaults() {
        return new BridgeOptions(
                4096,
                32L << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                OrderOptions.defaults(),
                WatchOptions.defaults(),
                RepairOptions.defaults());
    }

    /** The same options with another bound on records in flight. */
    public BridgeOptions withMaxInFlight(int records) {
        return new BridgeOptions(
                records,
                maxInFlightBytes,
                checkpointInterval,
                drainTimeout,
                restartPause,
                maxRestartPause,
                order,
                watch,
                repair);
    }

    /** The same options with another bound on bytes in flight. */
    public BridgeOptions withMaxInFlightBytes(long bytes) {
        return new BridgeOptions(
                maxInFlight,
                bytes,
                checkpointInterval,
                drainTimeout,
                restartPause,
                maxRestartPause,
                order,
                watch,
                repair);
    }

    /** The same options with another interval between checkpoints. */
    public BridgeOptions withCheckpointInterval(Duration interval) {
        return new BridgeOptions(
                maxInFlight,
                maxInFlightBytes,
                interval,
                drainTimeout,
                restartPause,
                maxRestartPause,
                order,
                watch,
                repair);
    }

    /** The same options with another bound on the time that a stop takes. */
    public BridgeOptions withDrainTimeout(Duration timeout) {
        return new BridgeOptions(
                maxInFlight,
                maxInFlightBytes,
                checkpointInterval,
                timeout,
                restartPause,
                maxRestartPause,
                order,
                watch,
                repair);
    }

    /** The same options with other pauses before restarts. */
    public BridgeOptions withRestartPauses(Duration first, Duration longest) {
        return new BridgeOptions(
                maxInFlight, maxInFlightBytes, checkpointInterval, drainTimeout, first, longest, order, watch, repair);
    }

    /** The same options with another way to keep versions in order. */
    public BridgeOptions withOrder(OrderOptions newOrder) {
        return new BridgeOptions(
                maxInFlight,
                maxInFlightBytes,
                checkpointInterval,
                drainTimeout,
                restartPause,
                maxRestartPause,
                newOrder,
                watch,
                repair);
    }

    /** The same options with another watch. */
    public BridgeOptions withWatch(WatchOptions newWatch) {
        return new BridgeOptions(
                maxInFlight,
                maxInFlightBytes,
                checkpointInterval,
                drainTimeout,
                restartPause,
                maxRestartPause,
                order,
                newWatch,
                repair);
    }

    /** The same options with another speed of repairs. */
    public BridgeOptions withRepair(RepairOptions newRepair) {
        return new BridgeOptions(
                maxInFlight,
                maxInFlightBytes,
                checkpointInterval,
                drainTimeout,
                restartPause,
                maxRestartPause,
                order,
                watch,
                newRepair);
    }

    /** The pause before a restart, after that many restarts without progress in between. */
    Duration pauseAfter(long restarts) {
        Duration doubled = restartPause.multipliedBy(1L << Math.min(restarts, LONGEST_DOUBLING));
        return doubled.compareTo(maxRestartPause) < 0 ? doubled : maxRestartPause;
    }
}
