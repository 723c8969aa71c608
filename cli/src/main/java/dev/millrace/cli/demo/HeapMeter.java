/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

/** The most heap in use that was seen. */
final class HeapMeter {

    private static final int MEGABYTE = 1 << 20;

    private volatile long peak;

    void measure() {
        Runtime runtime = Runtime.getRuntime();
        peak = Math.max(peak, runtime.totalMemory() - runtime.freeMemory());
    }

    long peakMegabytes() {
        return peak / MEGABYTE;
    }
}
