/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.Samples;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a {@link CommandLog} owes. */
public abstract class CommandLogContract extends ReactiveContract {

    private static final int WRITERS = 64;

    /** For subclasses. */
    protected CommandLogContract() {}

    /** The log under test; the same one within a test. */
    protected abstract CommandLog log();

    /** The store in which {@link CommandLog#appendVisibly} shows its commands. */
    protected abstract DataStore data();

    @Override
    protected final Mono<?> write() {
        return log().append(recorded(key("cold"), 1, note("first")));
    }

    @Override
    protected final Mono<Boolean> isWritten() {
        return log().get(key("cold"), Version.FIRST).hasElement();
    }

    @Test
    void a_row_reads_back_exactly_as_it_was_appended() {
        RecordedCommand row = recorded(key("A"), 1, Samples.everyKind());

        assertThat(append(row)).isEqualTo(AppendOutcome.appended());
        assertThat(await(log().get(key("A"), Version.FIRST))).isEqualTo(row);
        assertThat(await(log().latest(key("A")))).isEqualTo(row);
    }

    @Test
    void a_row_of_a_deleted_item_that_expires_reads_back_exactly() {
        ItemContent content =
                ItemContent.of("", note("gone")).withDeleted(true).withExpiresAt(Instant.parse("2099-01-01T00:00:00Z"));
        RecordedCommand row = recorded(key("A"), 1, content);

        append(row);
        assertThat(await(log().get(key("A"), Version.FIRST))).isEqualTo(row);
    }

    @Test
    void a_version_that_is_taken_stays_as_it_is_and_the_answer_is_the_winner() {
        RecordedCommand winner = recorded(key("A"), 1, note("first"));
        append(winner);

        assertThat(append(recorded(key("A"), 1, note("second")))).isEqualTo(AppendOutcome.taken(winner));
        assertThat(await(log().get(key("A"), Version.FIRST))).isEqualTo(winner);
    }

    @Test
    void a_row_appended_twice_is_its_own_winner() {
        RecordedCommand row = recorded(key("A"), 1, note("first"));
        append(row);

        assertThat(append(row)).isEqualTo(AppendOutcome.taken(row));
    }

    @Test
    void there_is_nothing_to_read_of_an_item_without_rows() {
        awaitEmpty(log().get(key("A"), Version.FIRST));
        awaitEmpty(log().latest(key("A")));
        assertThat(await(log().list(key("A"), Version.FIRST, Version.of(Version.MAX))))
                .isEmpty();
    }

    @Test
    void a_version_beyond_the_newest_is_empty() {
        append(recorded(key("A"), 1, note("first")));

        awaitEmpty(log().get(key("A"), Version.of(2)));
        assertThat(await(log().latest(key("A"))).version()).isEqualTo(Version.FIRST);
    }

    @Test
    void the_latest_row_is_the_one_of_the_highest_number() {
        List<RecordedCommand> rows = appendVersions(key("A"), 11);

        assertThat(await(log().latest(key("A")))).isEqualTo(rows.get(10));
    }

    @Test
    void the_highest_version_an_item_can_reach_is_a_version_like_any_other() {
        RecordedCommand last = recorded(key("A"), Version.MAX, note("last"));
        append(last);

        assertThat(await(log().latest(key("A")))).isEqualTo(last);
    }

    @Test
    void a_list_holds_its_bounds_and_is_in_order_of_version() {
        List<RecordedCommand> rows = appendVersions(key("A"), 12);

        assertThat(await(log().list(key("A"), Version.of(2), Version.of(11)))).isEqualTo(rows.subList(1, 11));
        assertThat(await(log().list(key("A"), Version.NONE, Version.of(Version.MAX))))
                .isEqualTo(rows);
        assertThat(await(log().list(key("A"), Version.of(5), Version.of(5)))).containsExactly(rows.get(4));
        assertThat(await(log().list(key("A"), Version.of(13), Version.of(20)))).isEmpty();
    }

    @Test
    void a_list_may_be_longer_than_a_page() {
        String large = "x".repeat(100_000);
        for (int version = 1; version <= 25; version++) {
            append(recorded(key("A"), version, note(large)));
        }

        assertThat(await(log().list(key("A"), Version.FIRST, Version.of(25)).map(RecordedCommand::version)))
                .hasSize(25)
                .isSorted();
    }

    @Test
    void a_list_may_be_left_early() {
        List<RecordedCommand> rows = appendVersions(key("A"), 5);

        assertThat(await(log().list(key("A"), Version.FIRST, Version.of(5)).take(2)))
                .isEqualTo(rows.subList(0, 2));
    }

    @Test
    void items_whose_sort_keys_look_alike_do_not_mix() {
        List<RecordedCommand> rows = appendVersions(key("A#v"), 1);
        for (String alike : List.of("A#vat", "A#v#x", "A#w", "A", "A0", "a#v")) {
            appendVersions(key(alike), 3);
        }

        assertThat(await(log().latest(key("A#v")))).isEqualTo(rows.get(0));
        assertThat(await(log().list(key("A#v"), Version.NONE, Version.of(Version.MAX))))
                .isEqualTo(rows);
        assertThat(await(log().latest(key("A"))).key()).isEqualTo(key("A"));
    }

    @Test
    void partitions_do_not_mix() {
        RecordedCommand elsewhere = recorded(Samples.key(Samples.freshPartition(), "A"), 1, note("elsewhere"));
        append(elsewhere);
        awaitEmpty(log().latest(key("A")));

        assertThat(append(recorded(key("A"), 1, note("here")))).isEqualTo(AppendOutcome.appended());
        assertThat(await(log().latest(elsewhere.key()))).isEqualTo(elsewhere);
    }

    @Test
    void of_many_writers_of_one_version_exactly_one_appends_and_all_others_learn_who() {
        List<AppendOutcome> outcomes = race(log()::append);

        RecordedCommand winner = await(log().get(key("A"), Version.FIRST));
        assertThat(outcomes).hasSize(WRITERS).containsOnly(AppendOutcome.appended(), AppendOutcome.taken(winner));
        assertThat(outcomes).containsOnlyOnce(AppendOutcome.appended());
    }

    @Test
    void a_visible_append_writes_the_log_and_the_data() {
        RecordedCommand row = recorded(key("A"), 1, Samples.everyKind());

        assertThat(appendVisibly(row)).isEqualTo(AppendOutcome.appended());
        assertThat(await(log().get(key("A"), Version.FIRST))).isEqualTo(row);
        assertThat(await(data().get(key("A")))).isEqualTo(row.toItem());
    }

    @Test
    void a_plain_append_leaves_the_data_alone() {
        append(recorded(key("A"), 1, note("first")));

        assertThat(await(log().latest(key("A")).hasElement())).isTrue();
        awaitEmpty(data().get(key("A")));
    }

    @Test
    void a_visible_append_of_the_next_version_replaces_the_data() {
        appendVisibly(recorded(key("A"), 1, note("first")));
        RecordedCommand second = recorded(key("A"), 2, note("second"));
        appendVisibly(second);

        assertThat(await(data().get(key("A")))).isEqualTo(second.toItem());
    }

    @Test
    void a_visible_append_of_a_taken_version_writes_neither() {
        RecordedCommand winner = recorded(key("A"), 1, note("first"));
        append(winner);

        assertThat(appendVisibly(recorded(key("A"), 1, note("second")))).isEqualTo(AppendOutcome.taken(winner));
        assertThat(await(log().get(key("A"), Version.FIRST))).isEqualTo(winner);
        awaitEmpty(data().get(key("A")));
    }

    @Test
    void a_visible_append_that_finds_the_data_ahead_of_the_log_fails_and_writes_neither() {
        DataItem ahead = Samples.item(key("A"), 3, note("ahead"));
        await(data().put(ahead));

        for (int version = 2; version <= 3; version++) {
            RecordedCommand behind = recorded(key("A"), version, note("behind"));
            assertThatThrownBy(() -> appendVisibly(behind)).isInstanceOf(StoreMisconfiguredException.class);
        }
        assertThat(await(data().get(key("A")))).isEqualTo(ahead);
        awaitEmpty(log().latest(key("A")));
    }

    @Test
    void of_many_visible_writers_of_one_version_the_one_in_the_log_is_the_one_in_the_data() {
        List<AppendOutcome> outcomes = race(log()::appendVisibly);

        RecordedCommand winner = await(log().get(key("A"), Version.FIRST));
        assertThat(outcomes).hasSize(WRITERS).containsOnly(AppendOutcome.appended(), AppendOutcome.taken(winner));
        assertThat(outcomes).containsOnlyOnce(AppendOutcome.appended());
        assertThat(await(data().get(key("A")))).isEqualTo(winner.toItem());
    }

    @Test
    void a_row_of_the_log_is_shown_where_the_data_is_behind() {
        RecordedCommand first = recorded(key("A"), 1, Samples.everyKind());
        RecordedCommand second = recorded(key("A"), 2, note("second"));
        append(first);
        append(second);

        assertThat(await(log().show(first))).as("shown where nothing was").isTrue();
        assertThat(await(data().get(key("A")))).isEqualTo(first.toItem());
        assertThat(await(log().show(second))).as("shown over an older one").isTrue();
        assertThat(await(data().get(key("A")))).isEqualTo(second.toItem());
    }

    @Test
    void a_row_of_the_log_is_not_shown_over_itself_or_a_later_one() {
        RecordedCommand first = recorded(key("A"), 1, note("first"));
        RecordedCommand second = recorded(key("A"), 2, note("second"));
        appendVisibly(first);
        appendVisibly(second);

        assertThat(await(log().show(second))).isFalse();
        assertThat(await(log().show(first))).isFalse();
        assertThat(await(data().get(key("A")))).isEqualTo(second.toItem());
    }

    @Test
    void nothing_is_shown_before_subscription() {
        RecordedCommand row = recorded(key("A"), 1, note("first"));
        append(row);

        Mono<Boolean> show = log().show(row);
        awaitEmpty(data().get(key("A")));
        await(show);
        assertThat(await(data().get(key("A")))).isEqualTo(row.toItem());
    }

    private List<AppendOutcome> race(Function<RecordedCommand, Mono<AppendOutcome>> append) {
        return await(Flux.range(0, WRITERS)
                .map(writer -> recorded(key("A"), 1, note("by " + writer)))
                .flatMap(row -> append.apply(row).subscribeOn(Schedulers.parallel()), WRITERS));
    }

    private List<RecordedCommand> appendVersions(ItemKey key, int count) {
        List<RecordedCommand> rows = IntStream.rangeClosed(1, count)
                .mapToObj(version -> recorded(key, version, note("version " + version)))
                .toList();
        rows.forEach(this::append);
        return rows;
    }

    private AppendOutcome append(RecordedCommand row) {
        return await(log().append(row));
    }

    private AppendOutcome appendVisibly(RecordedCommand row) {
        return await(log().appendVisibly(row));
    }
}
