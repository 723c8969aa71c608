/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.function.LongSupplier;

/**
 * Tells how much of a processor a thread gets just now, by a fixed piece of arithmetic that takes the same time whenever
 * nobody disturbs it. For one thread at a time.
 */
public final class NoiseMeter {

    private final LongSupplier nanos;
    private long quietest = Long.MAX_VALUE;

    private NoiseMeter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns a meter of this machine. */
    public static NoiseMeter ofThisMachine() {
        return over(Arithmetic::measure);
    }

    /** Returns a meter over a piece of work that says itself how many nanoseconds it took. */
    public static NoiseMeter over(LongSupplier nanos) {
        return new NoiseMeter(nanos);
    }

    /** Does the arithmetic, and returns how long it took in nanoseconds. */
    public long measure() {
        long taken = nanos.getAsLong();
        quietest = Math.min(quietest, taken);
        return taken;
    }

    /** The shortest that it has taken so far. */
    public long quietest() {
        return quietest;
    }

    /** A xorshift generator for some 20 ms: nothing that memory, collector or kernel could slow down. */
    private static final class Arithmetic {

        private static final int STEPS = 10_000_000;
        private static volatile long seed = 88_172_645_463_325_252L;

        private Arithmetic() {}

        private static long measure() {
            long start = System.nanoTime();
            long value = seed;
            for (int step = 0; step < STEPS; step++) {
                value ^= value << 13;
                value ^= value >>> 7;
                value ^= value << 17;
            }
            seed = value;
            return System.nanoTime() - start;
        }
    }
}
