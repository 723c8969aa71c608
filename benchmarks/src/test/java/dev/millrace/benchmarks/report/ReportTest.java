/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Figure RATIO =
            Figure.of("publish.ratio", "", new Interval(0.91, 0.97, 1.02), Target.atLeast(0.95, 0.9));
    private static final Figure REQUESTS = Figure.counted("publish.requests", "requests", 1, Target.atMost(1));
    private static final Figure TOO_MANY = Figure.counted("publish.requests", "requests", 1.005, Target.atMost(1));

    private final Machine machine = Machine.here("full").after(20.5);

    private static Answer answer(String name, Figure... figures) {
        return new Answer(name, "How much?", List.of(figures), "", Duration.ofSeconds(3));
    }

    private static Answer failed(String name) {
        return new Answer(name, "How much?", List.of(), "the broker did not start", Duration.ofSeconds(3));
    }

    @Test
    void a_report_names_what_broke_the_gate_be_it_a_count_or_a_question_without_an_answer() {
        Report report = new Report(machine, List.of(answer("B01", TOO_MANY), answer("B02", RATIO), failed("B10")));
        assertThat(report.broken()).containsExactly("B01", "B10");
    }

    @Test
    void a_program_reads_every_figure_with_its_interval_and_where_it_was_found() throws IOException {
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(new Report(machine, List.of(answer("B02", RATIO)))));
        JsonNode figure = json.at("/answers/0/figures/0");
        assertThat(figure.get("low").asDouble()).isEqualTo(0.91);
        assertThat(figure.get("median").asDouble()).isEqualTo(0.97);
        assertThat(figure.get("high").asDouble()).isEqualTo(1.02);
        assertThat(figure.get("verdict").asText()).isEqualTo("MET");
        assertThat(json.at("/machine/processors").asInt()).isPositive();
        assertThat(json.at("/machine/quietMillis").asDouble()).isEqualTo(20.5);
    }

    @Test
    void people_read_median_interval_target_and_verdict_in_a_row() {
        String markdown =
                MarkdownReport.of(new Report(machine, List.of(answer("B02", RATIO, REQUESTS), failed("B10"))));
        assertThat(markdown)
                .contains("| publish.ratio | 0.97  | 0.91 – 1.02 | ≥ 0.95 | met |  |")
                .contains("| publish.requests | 1 requests |  | ≤ 1 | met |  |")
                .contains("No answer: the broker did not start");
    }

    @Test
    void a_terminal_shows_the_same() {
        assertThat(TextTable.of(answer("B02", RATIO)))
                .contains("publish.ratio", "0.97", "0.91 – 1.02", "≥ 0.95", "MET");
        assertThat(TextTable.of(failed("B10"))).contains("the broker did not start");
    }

    @Test
    void ratios_become_a_picture_that_shows_them(@TempDir Path folder) throws IOException {
        Figure half = Figure.of("publish.ratio", "", new Interval(0.4, 0.5, 0.6), Target.none());
        assertThat(picture(RATIO, folder)).contains("<svg").isNotEqualTo(picture(half, folder));
    }

    private String picture(Figure figure, Path folder) throws IOException {
        Plots.draw(new Report(machine, List.of(answer("B02", figure))), folder);
        return Files.readString(folder.resolve("ratios.svg"));
    }

    @Test
    void without_ratios_there_is_no_picture(@TempDir Path folder) throws IOException {
        Plots.draw(new Report(machine, List.of(answer("B01", REQUESTS))), folder);
        assertThat(folder).isEmptyDirectory();
    }
}
