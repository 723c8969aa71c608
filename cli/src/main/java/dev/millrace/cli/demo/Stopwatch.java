/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

/** Times a run from its creation on. Written by one thread after the other, in the order of the run. */
final class Stopwatch {

    private static final double NANOS = 1e9;

    private final long begun = System.nanoTime();
    private volatile long publishedAt = begun;
    private volatile long arrivedAt = begun;

    void published() {
        publishedAt = System.nanoTime();
    }

    void arrived() {
        arrivedAt = System.nanoTime();
    }

    double publishSeconds() {
        return seconds(publishedAt);
    }

    double totalSeconds() {
        return seconds(arrivedAt);
    }

    /** Tenths are enough, and zero would not divide. */
    private double seconds(long end) {
        return Math.max(1, Math.round((end - begun) / NANOS * 10)) / 10.0;
    }
}
