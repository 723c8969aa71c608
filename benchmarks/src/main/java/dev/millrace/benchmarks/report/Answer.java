/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import static java.util.Objects.requireNonNull;

import dev.millrace.benchmarks.measure.Figure;
import java.time.Duration;
import java.util.List;

/**
 * What came of one question.
 *
 * @param name of the question
 * @param question itself
 * @param figures what was found; none if it failed
 * @param failure why there are none; empty if there are
 * @param took how long it took
 */
public record Answer(String name, String question, List<Figure> figures, String failure, Duration took) {

    /** Copies the list; refuses null. */
    public Answer {
        requireNonNull(name, "name");
        requireNonNull(question, "question");
        figures = List.copyOf(figures);
        requireNonNull(failure, "failure");
        requireNonNull(took, "took");
    }

    /** Tells whether a smoke run fails with this answer. */
    public boolean breaksGate() {
        return !failure.isEmpty() || figures.stream().anyMatch(Figure::breaksGate);
    }
}
