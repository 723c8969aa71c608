/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.UUID;

/**
 * How the Kinesis client reads a stream. Begin with {@link #aws()} or {@link #local()}.
 *
 * @param workerId names this worker among all that share the stream; a worker that restarts under its old name goes on
 *     without waiting for its own leases to run out; default a random name
 * @param idle the pause before a shard is read again that has something to read now and then; none after a full page;
 *     what is read costs money, and AWS allows five reads a second and shard; default 200 ms on AWS, 25 ms locally
 * @param maxIdle the longest such pause, for a shard that has had nothing for a while; default 1 s on AWS, 50 ms locally
 * @param failover how long a worker may be silent before the others take its shards; default 10 s on AWS, 2 s locally
 * @param maxShards how many shards this worker reads at once, at most; default 256
 * @param assignment who hands out the shards; default {@link Assignment#LEADER} on AWS, {@link Assignment#EACH_WORKER}
 *     locally
 */
public record KclOptions(
        String workerId, Duration idle, Duration maxIdle, Duration failover, int maxShards, Assignment assignment) {

    /** Who hands out the shards. All workers of a stream must agree. */
    public enum Assignment {

        /**
         * An elected worker hands shards out by load and asks their old worker to finish first. A new fleet reads its
         * first record after 6 to 12 s.
         */
        LEADER,

        /**
         * Each worker takes its share, as version 2 of the Kinesis client does. Reads its first record after about 2 s,
         * but for a moment a shard may have two workers, so duplicates are more frequent; and the Kinesis client offers
         * it for migrations, not for good.
         */
        EACH_WORKER
    }

    private static final int DEFAULT_MAX_SHARDS = 256;

    /** However patient a fleet is with the silent, nobody waits much longer for what they left. */
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** A leader takes a worker for dead that has missed two reports, and tells their times by whole seconds. */
    private static final int REPORTS_PER_FAILOVER = 4;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public KclOptions {
        requireNonNull(assignment, "assignment");
        if (requireNonNull(workerId, "workerId").isBlank()) {
            throw new InvalidValueException("workerId", workerId, "must not be blank");
        }
        requirePositive("idle", idle);
        requirePositive("maxIdle", maxIdle);
        requirePositive("failover", failover);
        if (maxShards < 1) {
            throw new InvalidValueException("maxShards", Integer.toString(maxShards), "must be at least 1");
        }
    }

    /** The defaults for AWS. */
    public static KclOptions aws() {
        return new KclOptions(
                randomWorkerId(),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                DEFAULT_MAX_SHARDS,
                Assignment.LEADER);
    }

    /** The defaults for DynamoDB Local: quick to start, quick to notice, and too greedy for AWS. */
    public static KclOptions local() {
        return new KclOptions(
                randomWorkerId(),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                DEFAULT_MAX_SHARDS,
                Assignment.EACH_WORKER);
    }

    /** The same options under another name. */
    public KclOptions withWorkerId(String newWorkerId) {
        return new KclOptions(newWorkerId, idle, maxIdle, failover, maxShards, assignment);
    }

    /** The same options with other pauses between reads: while a shard is busy, and the longest while it is not. */
    public KclOptions withIdle(Duration newIdle, Duration newMaxIdle) {
        return new KclOptions(workerId, newIdle, newMaxIdle, failover, maxShards, assignment);
    }

    /** The same options with another patience for silent workers. */
    public KclOptions withFailover(Duration newFailover) {
        return new KclOptions(workerId, idle, maxIdle, newFailover, maxShards, assignment);
    }

    /** The same options with another bound on shards. */
    public KclOptions withMaxShards(int newMaxShards) {
        return new KclOptions(workerId, idle, maxIdle, failover, newMaxShards, assignment);
    }

    /** The same options with another way to hand out shards. */
    public KclOptions withAssignment(Assignment newAssignment) {
        return new KclOptions(workerId, idle, maxIdle, failover, maxShards, newAssignment);
    }

    private static String randomWorkerId() {
        return "worker-" + UUID.randomUUID();
    }

    /** How often to look for leases that nobody renews. A look reads the table of leases. */
    Duration betweenLooks(int perFailover) {
        Duration part = failover.dividedBy(perFailover);
        return part.compareTo(LONGEST_BETWEEN_LOOKS) < 0 ? part : LONGEST_BETWEEN_LOOKS;
    }

    /**
     * How often a worker reports that it is there: so often that a leader no longer hands shards to a dead one when those
     * that it left are free.
     */
    Duration betweenReports() {
        return failover.dividedBy(REPORTS_PER_FAILOVER);
    }

    private static void requirePositive(String what, Duration value) {
        if (requireNonNull(value, what).isNegative() || value.isZero()) {
            throw new InvalidValueException(what, value.toString(), "must be positive");
        }
    }
}
