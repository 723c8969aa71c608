/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

/**
 * What a number of operations took.
 *
 * @param operations how many
 * @param wallNanos the time from the first to the last
 * @param usage what the threads of this JVM used
 */
public record Block(long operations, long wallNanos, Usage usage) {

    private static final double NANOS = 1e9;
    private static final double MICRO = 1e3;

    /** Measures a piece of work that consists of so many operations. */
    public static Block of(long operations, Runnable work) {
        ThreadMeter meter = new ThreadMeter();
        long start = System.nanoTime();
        work.run();
        return new Block(operations, System.nanoTime() - start, meter.used());
    }

    /** Without what the arm's last run did beside its operations. */
    Block lessAside(Arm arm) {
        return new Block(operations, wallNanos - arm.asideNanos(), usage.less(arm.asideUsage()));
    }

    /** Operations a second. */
    public double rate() {
        return operations * NANOS / wallNanos;
    }

    /** CPU of this JVM's Java threads, in microseconds an operation. */
    public double cpuMicros() {
        return usage.cpuNanos() / MICRO / operations;
    }

    /** Bytes allocated in this JVM an operation. */
    public double bytes() {
        return (double) usage.bytes() / operations;
    }
}
