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
        return seconds(publishedAt - begun);
    }

    double totalSeconds() {
        return seconds(arrivedAt - begun);
    }

    /** How long after the last command's answer that was; zero if before. */
    double secondsAfterPublishing(long nanoTime) {
        return nanoTime - publishedAt <= 0 ? 0 : seconds(nanoTime - publishedAt);
    }

    /** Tenths are enough, and zero would not divide. */
    private static double seconds(long nanos) {
        return Math.max(1, Math.round(nanos / NANOS * 10)) / 10.0;
    }
}
