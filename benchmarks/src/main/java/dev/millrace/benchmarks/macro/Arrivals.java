/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** When the commands of a load arrived in one place, each for the first time. */
final class Arrivals {

    private final OpenLoad load;
    private final int commands;
    private final Latencies latencies;
    private final Semaphore arrived = new Semaphore(0);

    /** Creates a place to which commands of these numbers come, from 0. */
    Arrivals(OpenLoad load, int commands) {
        this.load = load;
        this.commands = commands;
        this.latencies = new Latencies(commands);
    }

    /** Notes that a change is there. For several threads. */
    void arrive(ChangeRecord change) {
        int number = Orders.number(change);
        if (latencies.came(number, load.sinceDue(number))) {
            arrived.release();
        }
    }

    /** Waits for so many more. */
    void await(int commands, Duration patience) {
        try {
            if (!arrived.tryAcquire(commands, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "%d of %d changes have arrived".formatted(arrived.availablePermits(), commands));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the question was given up", e);
        }
    }

    /** The nanoseconds from when they were due until they arrived, from this number on, the shortest first. */
    long[] sortedLatencies(int from) {
        return latencies.sorted(from, commands - from);
    }
}
