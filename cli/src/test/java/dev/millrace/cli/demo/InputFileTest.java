/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.demo.ExpectedItems.Expected;
import dev.millrace.command.Command;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

class InputFileTest {

    private static final String LINES =
            """
            {"type":"F","tenant":"t","code":"a","change":"A","at":"2015-11-10T10:06:40Z","attributes":{"n":1}}

            nonsense
            {"type":"F","tenant":"t","code":"a","change":"M","at":"2015-11-10T10:06:41Z","attributes":{"n":2}}
            {"type":"F","tenant":"t","code":"a","change":"D","at":"2015-11-10T10:06:42Z","attributes":{"n":2}}
            {"type":"F","tenant":"t","code":"a","change":"D","at":"2015-11-10T10:06:43Z","attributes":{"n":2}}
            {"type":"F","tenant":"t","code":"b","change":"D","at":"2015-11-10T10:06:44Z"}
            """;

    @TempDir
    private Path folder;

    private final List<String> rejected = new ArrayList<>();

    private Flux<InputChange> changes(InputFile file) {
        return file.changes(invalid -> rejected.add(invalid.getMessage()));
    }

    private Path plain() throws IOException {
        return Files.writeString(folder.resolve("in.ndjson"), LINES);
    }

    @Test
    void lines_that_are_no_change_are_named_and_the_others_all_come() throws IOException {
        InputFile file = InputFile.at(plain());
        assertThat(changes(file).map(InputChange::line).collectList().block()).containsExactly(1L, 4L, 5L, 6L, 7L);
        assertThat(rejected).containsExactly("line 3: must be one JSON object");
        assertThat(file.count()).isEqualTo(6);
    }

    @Test
    void a_packed_file_reads_like_a_plain_one() throws IOException {
        Path packed = folder.resolve("in.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(LINES.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(changes(InputFile.at(packed)).collectList().block())
                .isEqualTo(changes(InputFile.at(plain())).collectList().block());
    }

    @Test
    void the_shipped_file_holds_25_283_changes_of_4_157_items() throws IOException {
        ExpectedItems expected = new ExpectedItems();
        changes(InputFile.shipped()).doOnNext(expected::expect).blockLast();
        assertThat(InputFile.shipped().count()).isEqualTo(25_283);
        assertThat(expected.size()).isEqualTo(4_157);
        assertThat(rejected).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        InputFile missing = InputFile.at(folder.resolve("missing"));
        assertThatThrownBy(missing::count)
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void expectations_fold_the_lines_and_count_only_what_changes_something() throws IOException {
        ExpectedItems expected = new ExpectedItems();
        List<Command> commands = changes(InputFile.at(plain()))
                .map(expected::expect)
                .collectList()
                .block();

        Map<String, Expected> items = new HashMap<>();
        expected.forEach((key, item) -> items.put(key.sort().text(), item));
        assertThat(items.get("a").version()).isEqualTo(Version.of(3));
        assertThat(items.get("a").content().deleted()).isTrue();
        assertThat(items.get("b").version()).isEqualTo(Version.FIRST);
        assertThat(items.get("b").content().deleted()).isTrue();
        assertThat(commands)
                .filteredOn(command -> command.key().equals(ItemKey.of("F", "t", "a")))
                .extracting(Command::expected)
                .containsExactly(
                        ExpectedVersion.absent(),
                        ExpectedVersion.exactly(Version.of(1)),
                        ExpectedVersion.exactly(Version.of(2)),
                        ExpectedVersion.exactly(Version.of(3)));
    }
}
