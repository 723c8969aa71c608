/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.data.DataStore;
import dev.millrace.item.CommandId;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a {@link CommandLog} owes that appends several rows at once, and finds them again. */
public abstract class CommandTransactionContract extends ReactiveContract {

    private static final int WRITERS = 16;

    /** For subclasses. */
    protected CommandTransactionContract() {}

    /** The log under test; the same one within a test. */
    protected abstract CommandLog log();

    /** The store in which the log shows what is visible. */
    protected abstract DataStore data();

    @Override
    protected final Mono<?> write() {
        return log().appendAll(List.of(row("cold", 1, "first")));
    }

    @Override
    protected final Mono<Boolean> isWritten() {
        return log().latest(key("cold")).hasElement();
    }

    @Test
    void rows_of_several_items_are_all_appended_and_the_visible_ones_show() {
        Append plain = row("A", 1, "a");
        Append visible = row("B", 1, "b").visibly(true);

        assertThat(append(plain, visible)).containsExactly(AppendOutcome.appended(), AppendOutcome.appended());
        assertThat(await(log().latest(key("A")))).isEqualTo(plain.command());
        assertThat(await(log().latest(key("B")))).isEqualTo(visible.command());
        awaitEmpty(data().get(key("A")));
        assertThat(await(data().get(key("B")))).isEqualTo(visible.command().toItem());
    }

    @Test
    void one_row_whose_version_is_taken_keeps_all_of_them_out_and_names_the_winner() {
        Append winner = row("B", 1, "winner");
        append(winner);

        assertThat(append(
                        row("A", 1, "a"), row("B", 1, "loser"), row("C", 1, "c").visibly(true)))
                .containsExactly(
                        AppendOutcome.withheld(), AppendOutcome.taken(winner.command()), AppendOutcome.withheld());
        awaitEmpty(log().latest(key("A")));
        awaitEmpty(log().latest(key("C")));
        awaitEmpty(data().get(key("C")));
        assertThat(await(log().latest(key("B")))).isEqualTo(winner.command());
    }

    @Test
    void a_row_that_counts_once_is_appended_once_whatever_came_after_it() {
        CommandId id = CommandId.random();
        append(once(row("A", 1, "first"), id));
        append(row("A", 2, "by another"));

        assertThat(append(once(row("A", 3, "first"), id))).containsExactly(AppendOutcome.repeated(Version.FIRST));
        assertThat(await(log().latest(key("A"))).version()).isEqualTo(Version.of(2));
    }

    @Test
    void the_same_id_counts_for_each_item_by_itself() {
        CommandId id = CommandId.random();
        append(once(row("A", 1, "a"), id));

        assertThat(append(once(row("B", 1, "b"), id))).containsExactly(AppendOutcome.appended());
    }

    @Test
    void of_many_who_append_one_id_at_different_versions_exactly_one_does() {
        CommandId id = CommandId.random();
        append(row("A", 1, "before"));
        List<AppendOutcome> outcomes = await(Flux.range(0, WRITERS)
                .map(writer -> once(row("A", 2 + writer, "by " + writer), id))
                .flatMap(row -> log().appendAll(List.of(row)).subscribeOn(Schedulers.parallel()), WRITERS)
                .map(answer -> answer.get(0)));

        assertThat(outcomes).hasSize(WRITERS).containsOnlyOnce(AppendOutcome.appended());
        RecordedCommand recorded = await(log().find(key("A"), id));
        assertThat(outcomes).contains(AppendOutcome.repeated(recorded.version()));
    }

    @Test
    void rows_that_no_transaction_can_hold_are_refused() {
        assertThatThrownBy(() -> append()).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> append(row("A", 1, "x"), row("A", 2, "y"))).isInstanceOf(InvalidValueException.class);
        awaitEmpty(log().latest(key("A")));
    }

    @Test
    void a_row_is_found_by_its_command_id_among_many() {
        List<Append> rows = IntStream.rangeClosed(1, 30)
                .mapToObj(version -> row("A", version, "version " + version))
                .toList();
        rows.forEach(this::append);

        RecordedCommand seventh = rows.get(6).command();
        assertThat(await(log().find(key("A"), seventh.id()))).isEqualTo(seventh);
        awaitEmpty(log().find(key("A"), CommandId.random()));
        awaitEmpty(log().find(key("B"), seventh.id()));
    }

    private Append row(String sort, long version, String text) {
        return Append.of(withId(recorded(key(sort), version, note(text)), CommandId.random()));
    }

    /** Of this moment: what remembers the id for a while from then on must not find that while over. */
    private static Append once(Append row, CommandId id) {
        RecordedCommand command = row.command();
        ItemState state = command.state();
        Stamp now = new Stamp(Instant.now(), "grace", "192.0.2.2");
        ItemState written = new ItemState(
                state.key(), state.version(), state.content(), state.audit().next(now));
        return Append.of(new RecordedCommand(written, id, command.origin())).once(true);
    }

    private static RecordedCommand withId(RecordedCommand command, CommandId id) {
        return new RecordedCommand(command.state(), id, command.origin());
    }

    private List<AppendOutcome> append(Append... rows) {
        return await(log().appendAll(List.of(rows)));
    }
}
