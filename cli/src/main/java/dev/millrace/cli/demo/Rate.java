/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

/** How fast a count grows, a second, smoothed over the last few looks at it. For one thread. */
final class Rate {

    private static final double NANOS = 1e9;
    private static final double WEIGHT_OF_THE_LATEST = 0.2;

    private long lastCount;
    private long lastNanos = System.nanoTime();
    private double smoothed;

    long of(long count) {
        long now = System.nanoTime();
        double latest = (count - lastCount) * NANOS / Math.max(1, now - lastNanos);
        smoothed += WEIGHT_OF_THE_LATEST * (latest - smoothed);
        lastCount = count;
        lastNanos = now;
        return Math.round(smoothed);
    }
}
