/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.contract.ChangeSinkContract;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.junit.LocalPostgres;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** The sink on a real PostgreSQL. */
@ExtendWith(LocalPostgres.class)
class PostgresSinkIT extends ChangeSinkContract {

    private static PostgresDatabase database;
    private static R2dbcSink sink;

    @BeforeAll
    static void open(PostgresLocal engine) {
        database = PostgresDatabase.fresh(engine);
        sink = database.sink(RowProjection.ofItems("items"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected ChangeSink sink() {
        return sink;
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return database.item(key);
    }

    private String column(String name, ItemKey key) {
        return database.query("select %s from items where id = ?".formatted(name), key.id())
                .orElseThrow();
    }

    @Test
    void values_of_every_kind_come_back_as_they_were() {
        await(sink.apply(List.of(change(key("A"), 1, Samples.everyKind()))));

        assertThat(await(read(key("A")))).isEqualTo(Samples.everyKind());
    }

    @Test
    void a_row_holds_the_whole_item_in_the_columns_of_the_product() {
        ItemContent content = ItemContent.of("a name", note("x")).withExpiresAt(Instant.parse("2031-01-01T00:00:00Z"));
        await(sink.apply(List.of(Samples.recorded(key("A#1"), 7, content).toChange())));

        ItemKey key = key("A#1");
        assertThat(column("pk", key)).isEqualTo(key.partition().text());
        assertThat(column("sk", key)).isEqualTo("A#1");
        assertThat(column("cpk", key)).isEqualTo(key.partition().text());
        assertThat(column("csk", key)).isEqualTo("A#1#v0000000007");
        assertThat(column("tenant_code", key)).isEqualTo(key.tenant().code());
        assertThat(column("code", key)).isEqualTo("A#1");
        assertThat(column("name", key)).isEqualTo("a name");
        assertThat(column("created_by || created_ip", key)).isEqualTo("ada192.0.2.1");
        assertThat(column("updated_by || updated_ip", key)).isEqualTo("grace192.0.2.2");
        assertThat(column("updated_at at time zone 'UTC'", key)).isEqualTo("2026-02-03 04:05:06.789");
        assertThat(column("expires_at at time zone 'UTC'", key)).isEqualTo("2031-01-01 00:00:00");
        assertThat(column("attributes ->> 'note'", key)).isEqualTo("x");
    }

    @Test
    void the_row_of_a_deleted_item_stays_as_a_tombstone_with_its_version() {
        await(sink.apply(List.of(change(key("A"), 1, note("first")))));
        await(sink.apply(List.of(deletion(key("A"), 2))));

        assertThat(column("is_deleted", key("A"))).isEqualTo("t");
        assertThat(column("version", key("A"))).isEqualTo("2");
    }

    @Test
    void of_several_versions_of_one_item_in_a_batch_the_newest_is_written_and_the_others_are_stale() {
        List<SinkOutcome> outcomes = await(sink.apply(List.of(
                change(key("A"), 2, note("second")),
                change(key("A"), 3, note("third")),
                change(key("B"), 1, note("b")),
                change(key("A"), 3, note("third")),
                change(key("A"), 1, note("first")))));

        assertThat(outcomes.subList(0, 1)).containsOnly(SinkOutcome.stale());
        assertThat(List.of(outcomes.get(1), outcomes.get(3)))
                .containsExactlyInAnyOrder(SinkOutcome.applied(), SinkOutcome.stale());
        assertThat(outcomes.get(2)).isEqualTo(SinkOutcome.applied());
        assertThat(outcomes.get(4)).isEqualTo(SinkOutcome.stale());
        assertThat(await(read(key("A")))).isEqualTo(note("third"));
    }

    @Test
    void what_users_write_into_keys_and_texts_is_stored_and_never_run() {
        String nasty = "x\"'); drop table items; --\\ $1 {a,\"b\",NULL} ?";
        RecordedCommand command = Samples.recorded(key(nasty), 1, ItemContent.of(nasty, note(nasty)));
        assertThat(await(sink.apply(List.of(command.toChange())))).containsExactly(SinkOutcome.applied());

        assertThat(await(read(key(nasty)))).isEqualTo(note(nasty));
        assertThat(column("name", key(nasty))).isEqualTo(nasty);
        assertThat(await(sink.appliedVersion(key(nasty)))).isEqualTo(Version.FIRST);
    }

    @Test
    void a_batch_of_new_older_and_newer_changes_tells_which_were_written() {
        await(sink.apply(List.of(change(key("A"), 1, note("a1")), change(key("B"), 5, note("b5")))));

        assertThat(await(sink.apply(List.of(
                        change(key("C"), 1, note("c1")),
                        change(key("B"), 4, note("b4")),
                        change(key("A"), 2, note("a2"))))))
                .containsExactly(SinkOutcome.applied(), SinkOutcome.stale(), SinkOutcome.applied());
        assertThat(await(read(key("B")))).isEqualTo(note("b5"));
    }

    @Test
    void texts_with_control_characters_and_marks_are_stored_as_they_are() {
        String marked = Marks.of(0).end() + "a" + Marks.of(1).none() + "\u001f";
        List<ChangeRecord> batch = Stream.of("A", "B")
                .map(sort -> Samples.recorded(key(sort), 1, ItemContent.of(marked + sort, note(marked)))
                        .toChange())
                .toList();

        assertThat(await(sink.apply(batch))).containsOnly(SinkOutcome.applied());
        assertThat(column("name", key("A"))).isEqualTo(marked + "A");
        assertThat(column("name", key("B"))).isEqualTo(marked + "B");
        assertThat(await(read(key("A")))).isEqualTo(note(marked));
    }

    @Test
    void an_empty_text_is_stored_as_such_also_when_it_is_alone() {
        RecordedCommand nameless = Samples.recorded(key("A"), 1, ItemContent.of("", note("x")));

        assertThat(await(sink.apply(List.of(nameless.toChange())))).containsExactly(SinkOutcome.applied());
        assertThat(column("name", key("A"))).isEmpty();
    }

    @Test
    void a_batch_may_hold_more_rows_than_one_statement() {
        List<ChangeRecord> batch = IntStream.range(0, 2_500)
                .mapToObj(i -> change(key("many-" + i), 1, note("x")))
                .toList();

        assertThat(await(sink.apply(batch))).hasSize(2_500).containsOnly(SinkOutcome.applied());
        assertThat(await(sink.apply(batch))).hasSize(2_500).containsOnly(SinkOutcome.stale());
    }

    @Test
    void the_sink_is_named_after_the_database_unless_it_is_given_a_name() {
        assertThat(sink.name()).isEqualTo(SinkName.of("postgres"));
        assertThat(sink.withName(SinkName.of("orders")).name()).isEqualTo(SinkName.of("orders"));
    }

    @Test
    void creating_a_table_that_is_there_leaves_it_alone() {
        await(sink.apply(List.of(change(key("A"), 1, note("first")))));

        sink.createTable().block(PostgresDatabase.PATIENCE);

        assertThat(await(read(key("A")))).isEqualTo(note("first"));
    }
}
