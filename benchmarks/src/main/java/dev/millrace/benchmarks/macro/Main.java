/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.benchmarks.measure.NoiseMeter;
import dev.millrace.benchmarks.report.Answer;
import dev.millrace.benchmarks.report.JsonReport;
import dev.millrace.benchmarks.report.Machine;
import dev.millrace.benchmarks.report.MarkdownReport;
import dev.millrace.benchmarks.report.Plots;
import dev.millrace.benchmarks.report.Report;
import dev.millrace.benchmarks.report.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./millrace bench}: asks the questions and writes the report. */
@Command(
        name = "millrace bench",
        mixinStandardHelpOptions = true,
        description = "Measures what the road costs beside the bare clients.")
public final class Main implements Callable<Integer> {

    private static final double MILLIS = 1e6;
    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "What to measure, such as B02; everything if none is named.")
    private final List<String> names = new ArrayList<>();

    @Option(
            names = "--smoke",
            description = "Runs everything briefly and fails if a count or an allocation is not what it should be."
                    + " Times mean nothing.")
    private boolean smoke;

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Where the report goes; default: ${DEFAULT-VALUE}.",
            defaultValue = "${sys:millrace.results:-benchmarks/results}")
    private Path results = Path.of("benchmarks/results");

    private final NoiseMeter noise = NoiseMeter.ofThisMachine();

    @SuppressWarnings("NullAway.Init") // picocli injects the specification
    private Main() {}

    /** Runs the command and exits with 0, or with 1 if a smoke run found something broken. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Report report = ask(questions(), Machine.here(smoke ? "smoke" : "full"));
        if (smoke) {
            report.broken().forEach(name -> OUT.println(name + " is not what it was"));
            return report.broken().isEmpty() ? 0 : 1;
        }
        OUT.printf("%nThe report is in %s.%n", results.resolve("report.md"));
        return 0;
    }

    private List<Question> questions() {
        try {
            return names.isEmpty() ? Questions.all() : Questions.named(names);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Report ask(List<Question> questions, Machine machine) throws IOException {
        List<Answer> answers = new ArrayList<>();
        try (Bench bench = new Bench(smoke ? Effort.SMOKE : Effort.FULL, noise);
                ProgressBar progress = bar(questions.size())) {
            Asking asking = new Asking(bench);
            for (Question question : questions) {
                progress.setExtraMessage(" " + question.name());
                Answer answer = asking.ask(question);
                answers.add(answer);
                OUT.printf("%n%s", TextTable.of(answer));
                progress.step();
                save(new Report(machine.after(noise.quietest() / MILLIS), answers));
            }
        }
        return new Report(machine.after(noise.quietest() / MILLIS), answers);
    }

    private static ProgressBar bar(int questions) {
        return new ProgressBarBuilder()
                .setTaskName("Measuring")
                .setInitialMax(questions)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .build();
    }

    /** After every answer: what is known is not lost with a run that is stopped. */
    private void save(Report report) throws IOException {
        if (smoke) {
            return;
        }
        Files.createDirectories(results);
        Files.writeString(results.resolve("report.json"), JsonReport.of(report));
        Files.writeString(results.resolve("report.md"), MarkdownReport.of(report));
        Plots.draw(report, results);
    }
}
