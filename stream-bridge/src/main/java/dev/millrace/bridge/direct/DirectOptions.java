/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.streams.ReadingOptions;
import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.UUID;

/**
 * How a single worker reads a stream. Begin with {@link #aws()} or {@link #local()}.
 *
 * @param workerId names this worker; one that restarts under its old name goes on at once, another one waits until its
 *     predecessor has been silent for {@code failover}; default a random name
 * @param idle the pause before a shard is read again that has something to read now and then; none after a full page;
 *     what is read costs money, and AWS allows five reads a second and shard; default 200 ms on AWS, 25 ms locally
 * @param maxIdle the longest such pause, for a shard that has had nothing for a while; default 1 s on AWS, 100 ms locally
 * @param discovery how often to ask which shards there are; more often for a while after a shard has ended; default 10 s
 *     on AWS, 1 s locally
 * @param failover how long a worker may be silent before another one may read in its place; default 10 s on AWS, 2 s
 *     locally
 * @param maxShards how many shards are read at once, at most; default 256
 * @param maxPages how many pages may be on their way or not fully handed over, over all shards; a page is 1 MB at most;
 *     default 64
 */
public record DirectOptions(
        String workerId,
        Duration idle,
        Duration maxIdle,
        Duration discovery,
        Duration failover,
        int maxShards,
        int maxPages) {

    private static final int DEFAULT_MAX_SHARDS = 256;
    private static final int DEFAULT_MAX_PAGES = 64;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public DirectOptions {
        if (requireNonNull(workerId, "workerId").isBlank()) {
            throw new InvalidValueException("workerId", workerId, "must not be blank");
        }
        requirePositive("idle", idle);
        requirePositive("maxIdle", maxIdle);
        requirePositive("discovery", discovery);
        requirePositive("failover", failover);
        requireAtLeastOne("maxShards", maxShards);
        requireAtLeastOne("maxPages", maxPages);
    }

    /** The defaults for AWS. */
    public static DirectOptions aws() {
        return new DirectOptions(
                randomWorkerId(),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                DEFAULT_MAX_SHARDS,
                DEFAULT_MAX_PAGES);
    }

    /** The defaults for DynamoDB Local: quick to notice, and too greedy for AWS. */
    public static DirectOptions local() {
        return new DirectOptions(
                randomWorkerId(),
                Duration.ofMillis(25),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                DEFAULT_MAX_SHARDS,
                DEFAULT_MAX_PAGES);
    }

    /** The same options under another name. */
    public DirectOptions withWorkerId(String newWorkerId) {
        return new DirectOptions(newWorkerId, idle, maxIdle, discovery, failover, maxShards, maxPages);
    }

    /** The same options with other pauses between reads: while a shard is busy, and the longest while it is not. */
    public DirectOptions withIdle(Duration newIdle, Duration newMaxIdle) {
        return new DirectOptions(workerId, newIdle, newMaxIdle, discovery, failover, maxShards, maxPages);
    }

    /** The same options with another interval between questions for shards. */
    public DirectOptions withDiscovery(Duration newDiscovery) {
        return new DirectOptions(workerId, idle, maxIdle, newDiscovery, failover, maxShards, maxPages);
    }

    /** The same options with another patience for a silent predecessor. */
    public DirectOptions withFailover(Duration newFailover) {
        return new DirectOptions(workerId, idle, maxIdle, discovery, newFailover, maxShards, maxPages);
    }

    /** The same options with another bound on shards. */
    public DirectOptions withMaxShards(int newMaxShards) {
        return new DirectOptions(workerId, idle, maxIdle, discovery, failover, newMaxShards, maxPages);
    }

    /** The same options with another bound on pages. */
    public DirectOptions withMaxPages(int newMaxPages) {
        return new DirectOptions(workerId, idle, maxIdle, discovery, failover, maxShards, newMaxPages);
    }

    ReadingOptions reading() {
        return new ReadingOptions(idle, maxIdle, maxPages);
    }

    private static String randomWorkerId() {
        return "worker-" + UUID.randomUUID();
    }

    private static void requirePositive(String what, Duration value) {
        if (requireNonNull(value, what).isNegative() || value.isZero()) {
            throw new InvalidValueException(what, value.toString(), "must be positive");
        }
    }

    private static void requireAtLeastOne(String what, int value) {
        if (value < 1) {
            throw new InvalidValueException(what, Integer.toString(value), "must be at least 1");
        }
    }
}
