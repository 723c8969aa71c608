/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it. */
class DemoIT {

    @TempDir
    private Path folder;

    private int demo(String... arguments) {
        return Main.commandLine()
                .execute(Stream.concat(Stream.of("demo"), Stream.of(arguments)).toArray(String[]::new));
    }

    private JsonNode report() throws IOException {
        return JsonMapper.builder().build().readTree(reportFile().toFile());
    }

    private Path reportFile() {
        return folder.resolve("report.json");
    }

    @Test
    void real_changes_arrive_exactly_as_the_input_says_with_two_workers_of_the_bridge() throws IOException {
        int exit = demo(
                "--limit", "2000", "--workers", "2", "--report", reportFile().toString());

        JsonNode report = report();
        assertThat(exit).as("%s", report).isZero();
        assertThat(report.path("commands").asLong()).isEqualTo(2000);
        assertThat(report.path("recorded").asLong()).isEqualTo(2000);
        JsonNode dataTable = report.path("sinks").path(0);
        assertThat(dataTable.path("sink").asText()).isEqualTo("data-table");
        assertThat(dataTable.path("verified").asLong())
                .isEqualTo(report.path("items").asLong())
                .isPositive();
        assertNothingWentWrong(report, dataTable);
        assertThat(report.path("publishSeconds").asDouble()).isPositive();
        assertThat(report.path("totalSeconds").asDouble()).isPositive();
        assertThat(dataTable.path("endToEndMillis").path("p50").asLong()).isPositive();
        assertThat(dataTable.path("endToEndMillis").path("p99").asLong()).isPositive();
    }

    @Test
    void real_changes_arrive_without_the_kinesis_client_too() throws IOException {
        int exit = demo(
                "--limit",
                "1000",
                "--source",
                "direct",
                "--report",
                reportFile().toString());

        JsonNode report = report();
        assertThat(exit).as("%s", report).isZero();
        assertThat(report.path("recorded").asLong()).isEqualTo(1000);
        assertNothingWentWrong(report, report.path("sinks").path(0));
    }

    private static void assertNothingWentWrong(JsonNode report, JsonNode sink) {
        for (String none : List.of("neverTravelled", "outOfOrder", "conflicts", "rejected")) {
            assertThat(report.path(none).asLong(-1)).as(none).isZero();
        }
        for (String none : List.of("lost", "mismatched", "givenUp")) {
            assertThat(sink.path(none).asLong(-1)).as(none).isZero();
        }
    }

    @Test
    void invalid_lines_are_counted_and_nothing_else_is_lost() throws IOException {
        Path input = Files.writeString(folder.resolve("in.ndjson"), inputWithTwoInvalidLines());

        int exit = demo("--input", input.toString(), "--report", reportFile().toString());

        assertThat(exit).isEqualTo(2);
        assertThat(report().path("rejected").asLong()).isEqualTo(2);
        assertThat(report().path("sinks").path(0).path("verified").asLong()).isEqualTo(50);

        assertThat(demo("--skip-invalid", "--input", input.toString())).isZero();
    }

    private static String inputWithTwoInvalidLines() {
        return IntStream.range(0, 50)
                        .mapToObj(
                                "{\"type\":\"T\",\"tenant\":\"t\",\"code\":\"%d\",\"change\":\"A\",\"at\":\"2020-01-01T00:00:00Z\"}"
                                        ::formatted)
                        .collect(Collectors.joining("\n"))
                + "\nnot json\n"
                + "{\"type\":\"T\",\"tenant\":\"t\",\"code\":\"\",\"change\":\"A\",\"at\":\"2020-01-01T00:00:00Z\"}\n";
    }

    @Test
    void a_wrong_option_is_refused_before_anything_starts() {
        assertThat(demo("--concurrency", "0")).isEqualTo(2);
        assertThat(demo("--input", folder.resolve("missing").toString())).isEqualTo(1);
        assertThat(demo("--unknown")).isEqualTo(2);
        assertThat(demo("--source", "direct", "--workers", "2")).isNotZero();
    }
}
