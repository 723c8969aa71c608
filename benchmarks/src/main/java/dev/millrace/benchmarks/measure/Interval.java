/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

/**
 * A figure and how sure it is: a median between the bounds of its 95 % confidence interval.
 *
 * @param low the lower bound
 * @param middle the median
 * @param high the upper bound
 */
public record Interval(double low, double middle, double high) {

    /** A figure that is counted, and so has no spread. */
    public static Interval exactly(double value) {
        return new Interval(value, value, value);
    }

    /** Tells whether the figure has no spread. */
    public boolean isExact() {
        return low == high;
    }
}
