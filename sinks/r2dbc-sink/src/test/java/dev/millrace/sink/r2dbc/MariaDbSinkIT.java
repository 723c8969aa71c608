/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.json.AttributesJson;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Refused;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.contract.ChangeSinkContract;
import dev.millrace.testkit.engine.MariaDbLocal;
import dev.millrace.testkit.junit.LocalMariaDb;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sink on a real MariaDB. */
@Tag("mariadb")
@ExtendWith(LocalMariaDb.class)
class MariaDbSinkIT extends ChangeSinkContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CANARY = "canary-4111-1111";

    private static SqlConnection pool;
    private static R2dbcSink sink;
    private static R2dbcSink things;

    @BeforeAll
    static void open(MariaDbLocal engine) {
        String database = "t" + UUID.randomUUID().toString().replace("-", "");
        try (SqlConnection any = SqlConnection.open(options(engine, engine.database()))) {
            new Database(any.factory(), PATIENCE)
                    .run(connection -> Query.run(connection, "create database " + database, List.of()))
                    .block(PATIENCE);
        }
        pool = SqlConnection.open(options(engine, database));
        sink = created(RowProjection.ofItems("items"));
        things = created(RowProjection.into("things")
                .required("label", ColumnType.text(20), state ->
                        (String) state.content().attributes().asMap().get("label"))
                .column("amount", ColumnType.numeric(5, 2), state ->
                        (BigDecimal) state.content().attributes().asMap().get("amount"))
                .column("bytes", ColumnType.binary(), state ->
                        (Binary) state.content().attributes().asMap().get("bytes"))
                .column("moment", ColumnType.timestamp(), state -> state.audit()
                        .updated()
                        .at())
                .required("open", ColumnType.bool(), state -> true)
                .build());
    }

    private static SqlOptions options(MariaDbLocal engine, String database) {
        return SqlOptions.of(engine.url(database), engine.user(), engine.password())
                .withTimeouts(PATIENCE, PATIENCE, PATIENCE);
    }

    private static R2dbcSink created(RowProjection projection) {
        R2dbcSink created = R2dbcSink.of(pool, projection);
        created.createTable().block(PATIENCE);
        return created;
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Override
    protected ChangeSink sink() {
        return sink;
    }

    private static Flux<String> query(String sql, ItemKey key) {
        return new Database(pool.factory(), PATIENCE)
                .run(connection -> Query.rows(connection, sql, List.of(key.id()), row -> Query.texts(row, 1)
                                .get(0))
                        .collectList())
                .flatMapIterable(rows -> rows);
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return query("select attributes from items where id = ? and not is_deleted", key)
                .next()
                .map(json -> AttributesJson.read(json.getBytes(UTF_8)));
    }

    private static Attributes thing(String name, Object value) {
        Map<String, Object> values = new HashMap<>(Map.of("label", "fine", "amount", 12.5));
        values.put(name, value);
        return Attributes.of(values);
    }

    @Test
    void values_of_every_kind_come_back_as_they_were() {
        await(sink.apply(List.of(change(key("A"), 1, Samples.everyKind()))));

        assertThat(await(read(key("A")))).isEqualTo(Samples.everyKind());
    }

    @Test
    void keys_that_differ_in_case_or_in_a_space_at_the_end_are_two_items() {
        await(sink.apply(List.of(
                change(key("Straße"), 1, note("1")),
                change(key("STRASSE"), 1, note("2")),
                change(key("strasse"), 1, note("3")),
                change(key("strasse "), 1, note("4")))));

        assertThat(await(read(key("strasse")))).isEqualTo(note("3"));
        assertThat(await(read(key("strasse ")))).isEqualTo(note("4"));
    }

    @Test
    void what_users_write_into_keys_and_texts_is_stored_and_never_run() {
        String nasty = "x\"'`); drop table items; --\\ ? :a ${b} %s";
        await(sink.apply(List.of(Samples.recorded(key(nasty), 1, ItemContent.of(nasty, note(nasty)))
                .toChange())));

        assertThat(await(read(key(nasty)))).isEqualTo(note(nasty));
        assertThat(await(query("select name from items where id = ?", key(nasty))))
                .containsExactly(nasty);
    }

    @Test
    void what_the_table_cannot_hold_is_refused_alone_in_words_that_do_not_show_it() {
        Map<Integer, Attributes> misfits = Map.of(
                7, thing("label", CANARY + CANARY),
                31, thing("amount", 1000),
                57, thing("label", null),
                99, thing("amount", 1.005));
        List<ChangeRecord> batch = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            batch.add(change(key("k" + i), 1, misfits.getOrDefault(i, thing("label", "fine"))));
        }

        List<SinkOutcome> outcomes = await(things.apply(batch));

        for (int i = 0; i < 100; i++) {
            if (misfits.containsKey(i)) {
                assertThat(outcomes.get(i))
                        .as("change %d", i)
                        .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.cause())
                                .hasMessageNotContaining(CANARY)
                                .hasNoCause());
            } else {
                assertThat(outcomes.get(i)).as("change %d", i).isEqualTo(SinkOutcome.applied());
            }
        }
    }

    @Test
    void a_declared_table_holds_typed_values_and_of_a_deleted_item_no_more_than_its_version() {
        await(things.apply(List.of(change(key("A"), 1, thing("bytes", new byte[] {0, -1, '\\'})))));
        assertThat(await(query(
                        "select concat(label, '|', amount, '|', hex(bytes), '|', moment, '|', `open`) from things"
                                + " where id = ?",
                        key("A"))))
                .containsExactly("fine|12.50|00FF5C|2026-02-03 04:05:06.789|1");

        await(things.apply(List.of(deletion(key("A"), 2))));
        assertThat(await(query(
                        "select concat(label, '|', isnull(amount), '|', `open`, '|', version, '|', deleted) from things"
                                + " where id = ?",
                        key("A"))))
                .containsExactly("|1|0|2|1");
    }

    @Test
    void two_writers_of_the_same_new_items_never_both_say_that_they_wrote_one() {
        for (int round = 0; round < 20; round++) {
            List<ChangeRecord> batch = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                batch.add(change(key(round + "-" + i), 1, note("x")));
            }
            List<List<SinkOutcome>> outcomes =
                    await(Flux.range(0, 2).flatMap(writer -> sink.apply(batch).retry(5), 2));

            for (int i = 0; i < 10; i++) {
                assertThat(List.of(outcomes.get(0).get(i), outcomes.get(1).get(i)))
                        .containsExactlyInAnyOrder(SinkOutcome.applied(), SinkOutcome.stale());
            }
        }
    }
}
