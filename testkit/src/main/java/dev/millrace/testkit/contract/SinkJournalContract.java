/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkEntry;
import dev.millrace.parking.SinkEntry.Action;
import dev.millrace.parking.SinkId;
import dev.millrace.parking.SinkJournal;
import dev.millrace.sink.SinkName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a {@link SinkJournal} owes. */
public abstract class SinkJournalContract extends ReactiveContract {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final int MORE_THAN_A_PAGE = 120;

    private final SinkName name = SinkName.of("s-" + UUID.randomUUID());

    /** For subclasses. */
    protected SinkJournalContract() {}

    /** The journal under test; the same one within a test. */
    protected abstract SinkJournal journal();

    /** A module whose sinks it is about; the same one within a test. */
    protected abstract ModuleId module();

    @Override
    protected final Mono<?> write() {
        return journal().record(sink(), entry(0)).thenReturn(true);
    }

    @Override
    protected final Mono<Boolean> isWritten() {
        return journal().entries(sink()).hasElements();
    }

    @Test
    void entries_read_back_as_they_were_oldest_first() {
        await(journal().record(sink(), entry(5)).thenReturn(true));
        await(journal().record(sink(), entry(3)).thenReturn(true));
        await(journal().record(sink(), entry(4)).thenReturn(true));

        assertThat(entries()).containsExactly(entry(3), entry(4), entry(5));
    }

    @Test
    void two_entries_of_one_moment_are_two() {
        await(journal().record(sink(), entry(1)).thenReturn(true));
        await(journal().record(sink(), entry(1)).thenReturn(true));

        assertThat(entries()).containsExactly(entry(1), entry(1));
    }

    @Test
    void more_entries_than_a_page_holds_come_in_order() {
        await(Flux.range(0, MORE_THAN_A_PAGE)
                .concatMap(number -> journal().record(sink(), entry(number)))
                .then(Mono.just(true)));

        assertThat(entries()).hasSize(MORE_THAN_A_PAGE).first().isEqualTo(entry(0));
        assertThat(entries()).last().isEqualTo(entry(MORE_THAN_A_PAGE - 1));
    }

    @Test
    void each_sink_has_its_own() {
        await(journal()
                .record(new SinkId(module(), SinkName.of("other")), entry(1))
                .thenReturn(true));

        assertThat(entries()).isEmpty();
    }

    private List<SinkEntry> entries() {
        return await(journal().entries(sink()));
    }

    private SinkId sink() {
        return new SinkId(module(), name);
    }

    private static SinkEntry entry(long seconds) {
        return new SinkEntry(NOW.plusSeconds(seconds), "ada", Action.MOVED, "to the end");
    }
}
