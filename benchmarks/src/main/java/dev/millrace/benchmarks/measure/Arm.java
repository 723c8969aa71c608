/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

/** One of two ways to do the same thing. */
@FunctionalInterface
public interface Arm {

    /** Does it that often, and returns when all is done. */
    void run(long operations);

    /** How many nanoseconds of the last run were for none of the operations, such as opening and closing. */
    default long asideNanos() {
        return 0;
    }

    /** What of the last run's CPU and bytes was for none of the operations, such as making what they are given. */
    default Usage asideUsage() {
        return Usage.NONE;
    }
}
