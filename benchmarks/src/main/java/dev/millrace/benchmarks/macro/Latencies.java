/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long each of so many numbered changes took to come somewhere. For several threads. */
final class Latencies {

    private static final double MILLIS = 1e6;
    private static final double NEARLY_ALL = 0.99;

    private final AtomicLongArray nanos;
    private final AtomicInteger missing;

    Latencies(int changes) {
        this.nanos = new AtomicLongArray(changes);
        this.missing = new AtomicInteger(changes);
    }

    /** A change has come, that long after it was due; only the first time counts. Tells whether it was that. */
    boolean came(int number, long latencyNanos) {
        boolean first = nanos.compareAndSet(number, 0, Math.max(1, latencyNanos));
        if (first) {
            missing.decrementAndGet();
        }
        return first;
    }

    /** How many have not come yet. */
    int missing() {
        return missing.get();
    }

    /** What 99 % of so many changes from that number on did not exceed, in milliseconds. All of them must have come. */
    double slowest(int from, int count) {
        long[] sorted = sorted(from, count);
        if (sorted[0] == 0) {
            throw new IllegalStateException("changes from %d on have not come yet".formatted(from));
        }
        return sorted[(int) (NEARLY_ALL * (count - 1))] / MILLIS;
    }

    /** The nanoseconds of so many changes from that number on, the shortest first; 0 for those that have not come. */
    long[] sorted(int from, int count) {
        long[] sorted = new long[count];
        Arrays.setAll(sorted, place -> nanos.get(from + place));
        Arrays.sort(sorted);
        return sorted;
    }
}
