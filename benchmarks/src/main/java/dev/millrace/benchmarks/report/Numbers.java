/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import dev.millrace.benchmarks.measure.Interval;
import java.util.Locale;

/** Numbers as people read them: three digits that matter, thousands apart. */
final class Numbers {

    private static final double MANY = 100;
    private static final double SOME = 10;

    private Numbers() {}

    static String of(double value) {
        double size = Math.abs(value);
        String format = size >= MANY || value == Math.rint(value) ? "%,.0f" : size >= SOME ? "%,.1f" : "%,.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** The bounds of an interval; empty for a figure without spread. */
    static String spread(Interval interval) {
        return interval.isExact() ? "" : of(interval.low()) + " – " + of(interval.high());
    }
}
