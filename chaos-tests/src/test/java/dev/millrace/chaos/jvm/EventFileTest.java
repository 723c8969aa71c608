/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Read;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

    private static final Fact FACT = new Fact("ORDER#acme#an item", 7);
    private static final List<Event> EVENTS = List.of(
            new Read("worker", "shard", 3, FACT),
            new Checkpointed("worker", "shard", Event.SHARD_END, Duration.ofMillis(1_234)),
            new Applied("sink", FACT, Duration.ZERO),
            new Parked("sink", FACT, "", 5, "changes-0@1"));

    @TempDir
    private Path folder;

    @Test
    void what_is_written_is_read_and_a_line_cut_off_by_a_kill_is_left_out() throws IOException {
        Path path = folder.resolve("events");
        EventFile file = new EventFile(path, () -> Duration.ofSeconds(2));
        EVENTS.forEach(file::add);
        Files.writeString(path, "2000\tRea", StandardOpenOption.APPEND);

        assertThat(EventFile.read(path)).extracting(Entry::event).isEqualTo(EVENTS);
        assertThat(EventFile.read(path)).extracting(Entry::at).containsOnly(Duration.ofSeconds(2));
    }

    @Test
    void an_event_is_one_line_whatever_it_says() throws IOException {
        Path path = folder.resolve("events");
        new EventFile(path, () -> Duration.ZERO).add(new Announced("worker", "two\nlines\tand a tab"));

        assertThat(EventFile.read(path))
                .extracting(Entry::event)
                .containsExactly(new Announced("worker", "two lines and a tab"));
    }

    @Test
    void a_file_that_is_not_there_yet_is_empty() {
        assertThat(EventFile.read(folder.resolve("later"))).isEmpty();
    }
}
