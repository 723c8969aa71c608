/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import static java.util.Objects.requireNonNull;

/**
 * One answer to a question.
 *
 * @param name what was measured, for example {@code publish.ratio}
 * @param unit in what; empty for a ratio
 * @param value what came out
 * @param target what should have come out
 * @param verdict what that means
 * @param gate whether a smoke run fails with it: counts and allocations do, times never
 * @param note how it came about, in a few words; may be empty
 */
public record Figure(
        String name, String unit, Interval value, Target target, Verdict verdict, boolean gate, String note) {

    /** Refuses null. */
    public Figure {
        requireNonNull(name, "name");
        requireNonNull(unit, "unit");
        requireNonNull(value, "value");
        requireNonNull(target, "target");
        requireNonNull(verdict, "verdict");
        requireNonNull(note, "note");
    }

    /** A figure that the target judges, and that gates nothing. */
    public static Figure of(String name, String unit, Interval value, Target target) {
        return new Figure(name, unit, value, target, target.judge(value), false, "");
    }

    /** Something that was counted, without spread, and that a smoke run must reproduce. */
    public static Figure counted(String name, String unit, double value, Target target) {
        return of(name, unit, Interval.exactly(value), target).gating();
    }

    /** The same figure, gating a smoke run. */
    public Figure gating() {
        return new Figure(name, unit, value, target, verdict, true, note);
    }

    /** The same figure, saying nothing if the machine was not quiet. */
    public Figure provided(boolean quiet) {
        boolean keep = quiet || verdict == Verdict.REPORTED;
        return new Figure(name, unit, value, target, keep ? verdict : Verdict.INCONCLUSIVE, gate, note);
    }

    /** The same figure with a note. */
    public Figure noted(String newNote) {
        return new Figure(name, unit, value, target, verdict, gate, newNote);
    }

    /** Tells whether a smoke run fails. */
    public boolean breaksGate() {
        return gate && verdict == Verdict.FAILED;
    }
}
