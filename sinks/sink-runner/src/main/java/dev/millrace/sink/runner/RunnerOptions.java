/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a {@link SinkRunner} works.
 *
 * @param lanes how many batches may be under way at once; an item always takes the same lane; a power of two, at most
 *     1024; default 16
 * @param maxBatch how many changes a batch has at most; default 100
 * @param compaction whether the sink is shown only the newest version of an item that is waiting, rather than each one in
 *     order; default true
 * @param maxInFlight how many deliveries may be taken and not yet acknowledged; default 4096
 * @param maxInFlightBytes how many bytes they may have together; exceeded by one delivery at most; default
 *     32 MiB
 * @param drainTimeout how long a runner that is told to stop waits for what is in flight; default 30 s
 * @param recovery what happens when the sink fails; default {@link RecoveryPolicy#defaults}
 * @param scheduler where pauses and timeouts come from; default {@link Schedulers#parallel}
 */
public record RunnerOptions(
        int lanes,
        int maxBatch,
        boolean compaction,
        int maxInFlight,
        long maxInFlightBytes,
        Duration drainTimeout,
        RecoveryPolicy recovery,
        Scheduler scheduler) {

    private static final int MOST_LANES = 1024;
    private static final long DEFAULT_BYTES = 32L << 20;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public RunnerOptions {
        if (lanes < 1 || lanes > MOST_LANES || Integer.bitCount(lanes) != 1) {
            throw new InvalidValueException("lanes", Integer.toString(lanes), "must be a power of two, at most 1024");
        }
        Limits.requireAtLeast(1, "maxBatch", maxBatch);
        Limits.requireAtLeast(1, "maxInFlight", maxInFlight);
        Limits.requireAtLeast(1, "maxInFlightBytes", maxInFlightBytes);
        Limits.requirePositive("drainTimeout", drainTimeout);
        requireNonNull(recovery, "recovery");
        requireNonNull(scheduler, "scheduler");
    }

    /** The defaults. */
    public static RunnerOptions defaults() {
        return new RunnerOptions(
                16,
                100,
                true,
                4096,
                DEFAULT_BYTES,
                Duration.ofSeconds(30),
                RecoveryPolicy.defaults(),
                Schedulers.parallel());
    }

    /** The same options with another number of lanes. */
    public RunnerOptions withLanes(int newLanes) {
        return new RunnerOptions(
                newLanes, maxBatch, compaction, maxInFlight, maxInFlightBytes, drainTimeout, recovery, scheduler);
    }

    /** The same options with batches of another size. */
    public RunnerOptions withMaxBatch(int newMaxBatch) {
        return new RunnerOptions(
                lanes, newMaxBatch, compaction, maxInFlight, maxInFlightBytes, drainTimeout, recovery, scheduler);
    }

    /** The same options, for a sink that needs the newest version only, or for one that must see each. */
    public RunnerOptions withCompaction(boolean newCompaction) {
        return new RunnerOptions(
                lanes, maxBatch, newCompaction, maxInFlight, maxInFlightBytes, drainTimeout, recovery, scheduler);
    }

    /** The same options with other bounds for what is in flight. */
    public RunnerOptions withMaxInFlight(int newMaxInFlight, long newMaxInFlightBytes) {
        return new RunnerOptions(
                lanes, maxBatch, compaction, newMaxInFlight, newMaxInFlightBytes, drainTimeout, recovery, scheduler);
    }

    /** The same options with another bound for stopping. */
    public RunnerOptions withDrainTimeout(Duration newDrainTimeout) {
        return new RunnerOptions(
                lanes, maxBatch, compaction, maxInFlight, maxInFlightBytes, newDrainTimeout, recovery, scheduler);
    }

    /** The same options with another policy for failures. */
    public RunnerOptions withRecovery(RecoveryPolicy newRecovery) {
        return new RunnerOptions(
                lanes, maxBatch, compaction, maxInFlight, maxInFlightBytes, drainTimeout, newRecovery, scheduler);
    }

    /** The same options with another source of pauses and timeouts. */
    public RunnerOptions withScheduler(Scheduler newScheduler) {
        return new RunnerOptions(
                lanes, maxBatch, compaction, maxInFlight, maxInFlightBytes, drainTimeout, recovery, newScheduler);
    }
}
