/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import dev.millrace.benchmarks.measure.Figure;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for people. */
public final class MarkdownReport {

    private static final String HEADER =
            """
            # What the road costs

            | | |
            |---|---|
            | when | %s |
            | commit | %s |
            | effort | %s |
            | machine | %d processors, %,d MB, %s |
            | JVM | %s, heap %,d MB |
            | load average | %.1f before, %.1f after |
            | noise meter | %.1f ms at its quietest |

            A figure is a median with its 95 %% interval over pairs of blocks, or a count. *Inconclusive* means that others
            used the machine for more than half of the pairs: then ratios and CPU say nothing, counts and bytes still do.
            """;

    private MarkdownReport() {}

    /** Returns the report as Markdown. */
    public static String of(Report report) {
        Machine machine = report.machine();
        String header = HEADER.formatted(
                machine.time(),
                machine.commit(),
                machine.effort(),
                machine.processors(),
                machine.memoryMegabytes(),
                machine.system(),
                machine.java(),
                machine.heapMegabytes(),
                machine.loadBefore(),
                machine.loadAfter(),
                machine.quietMillis());
        return header + report.answers().stream().map(MarkdownReport::answer).collect(Collectors.joining());
    }

    private static String answer(Answer answer) {
        String title = "%n## %s %s%n%n".formatted(answer.name(), answer.question());
        if (!answer.failure().isEmpty()) {
            return title + "No answer: %s%n".formatted(answer.failure());
        }
        String head = "| figure | value | 95 % | target | verdict | |%n|---|---|---|---|---|---|%n"
                .replace("95 %", "95 %%")
                .formatted();
        return title + head + answer.figures().stream().map(MarkdownReport::row).collect(Collectors.joining());
    }

    private static String row(Figure figure) {
        return "| %s | %s %s | %s | %s | %s | %s |%n"
                .formatted(
                        figure.name(),
                        Numbers.of(figure.value().middle()),
                        figure.unit(),
                        Numbers.spread(figure.value()),
                        figure.target(),
                        figure.verdict().name().toLowerCase(Locale.ROOT),
                        figure.note());
    }
}
