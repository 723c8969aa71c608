/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.Locale;

/** What a figure should be, and where it fails. */
public final class Target {

    private static final Target NONE = new Target(Kind.NONE, Double.NaN, Double.NaN);

    /** Counts are whole numbers divided by whole numbers: nothing but rounding may be between them and the target. */
    private static final double ROUNDING = 1e-9;

    private final Kind kind;
    private final double target;
    private final double floor;

    private enum Kind {
        AT_LEAST("≥"),
        AT_MOST("≤"),
        NONE("");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }
    }

    private Target(Kind kind, double target, double floor) {
        this.kind = kind;
        this.target = target;
        this.floor = floor;
    }

    /** More is better: the median should reach the target, and what stays below the floor has failed. */
    public static Target atLeast(double target, double floor) {
        return new Target(Kind.AT_LEAST, target, floor);
    }

    /** Less is better: the median should not exceed the target, and what stays above the ceiling has failed. */
    public static Target atMost(double target, double ceiling) {
        return new Target(Kind.AT_MOST, target, ceiling);
    }

    /** For what is counted: more than the target has failed. */
    public static Target atMost(double target) {
        return atMost(target, target);
    }

    /** There is nothing that the figure should be. */
    public static Target none() {
        return NONE;
    }

    /** Says what the figure means. */
    public Verdict judge(Interval figure) {
        return switch (kind) {
            case AT_LEAST -> judge(-figure.middle(), -figure.high(), -target, -floor);
            case AT_MOST -> judge(figure.middle(), figure.low(), target, floor);
            case NONE -> Verdict.REPORTED;
        };
    }

    private static Verdict judge(double middle, double best, double most, double mostOfAll) {
        if (middle <= most + ROUNDING) {
            return Verdict.MET;
        }
        return best <= mostOfAll + ROUNDING ? Verdict.SHORT : Verdict.FAILED;
    }

    /** The target as it stands in a table; empty if there is none. */
    @Override
    public String toString() {
        return kind == Kind.NONE ? "" : "%s %s".formatted(kind.sign, number(target));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "%,d".formatted((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
