/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GaplessSinkTest {

    private final ItemKey key = Changes.key("A");
    private final InMemoryCommandLog log = new InMemoryCommandLog(new InMemoryDataStore());
    private final ModelSink sink = new ModelSink();
    private final GaplessSink gapless = GaplessSink.over(sink, log);
    private final List<ChangeRecord> changes = new ArrayList<>();

    @BeforeEach
    void six_versions_in_the_log() {
        for (long version = 1; version <= 6; version++) {
            RecordedCommand command = Samples.recorded(key, version, Samples.note("v" + version));
            log.append(command).block();
            changes.add(command.toChange());
        }
    }

    private SinkOutcome apply(long version) {
        return gapless.apply(List.of(changes.get((int) version - 1)))
                .blockOptional()
                .orElseThrow()
                .get(0);
    }

    @Test
    void what_is_missing_before_a_change_is_shown_first() {
        assertThat(apply(2)).isEqualTo(SinkOutcome.applied());
        assertThat(apply(6)).isEqualTo(SinkOutcome.applied());

        assertThat(sink.taken("A")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void what_the_sink_holds_is_not_shown_again() {
        apply(4);

        assertThat(apply(3)).isEqualTo(SinkOutcome.stale());
        assertThat(apply(4)).isEqualTo(SinkOutcome.stale());
        assertThat(sink.taken("A")).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_missing_version_that_is_not_taken_keeps_the_later_ones_out() {
        SinkOutcome busy = SinkOutcome.deferred(new IOException());
        sink.verdict = change -> change.version().value() == 3 ? busy : null;

        assertThat(apply(6)).isEqualTo(busy);
        assertThat(sink.taken("A")).containsExactly(1L, 2L);

        sink.verdict = change -> null;
        assertThat(apply(6)).isEqualTo(SinkOutcome.applied());
        assertThat(sink.taken("A")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void it_has_the_name_and_the_versions_of_the_sink_behind_it() {
        apply(2);

        assertThat(gapless.name()).isEqualTo(ModelSink.NAME);
        assertThat(gapless.appliedVersion(key).block()).isEqualTo(changes.get(1).version());
    }
}
