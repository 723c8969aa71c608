/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import dev.millrace.benchmarks.measure.Figure;
import java.util.stream.Collectors;

/** An answer for a terminal. */
public final class TextTable {

    private TextTable() {}

    /** Returns the answer as lines of text. */
    public static String of(Answer answer) {
        String title = "%s  %s%n".formatted(answer.name(), answer.question());
        if (!answer.failure().isEmpty()) {
            return title + "     no answer: %s%n".formatted(answer.failure());
        }
        return title + answer.figures().stream().map(TextTable::line).collect(Collectors.joining());
    }

    private static String line(Figure figure) {
        return "     %-34s %14s  %-22s %-9s %-12s %s%n"
                .formatted(
                        figure.name(),
                        Numbers.of(figure.value().middle()) + (figure.unit().isEmpty() ? "" : " " + figure.unit()),
                        Numbers.spread(figure.value()),
                        figure.target(),
                        figure.verdict(),
                        figure.note());
    }
}
