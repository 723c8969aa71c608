/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.rebuild.Comparison;
import dev.millrace.rebuild.Comparison.Difference;
import dev.millrace.rebuild.ComparisonOptions;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.contract.SinkGenerationsContract;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.junit.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** Several tables behind one view, on a real PostgreSQL. */
@ExtendWith(LocalPostgres.class)
class PostgresGenerationsIT extends SinkGenerationsContract {

    private static final int ITEMS = 50;
    private static final ComparisonOptions HASTY =
            ComparisonOptions.defaults().withPageRows(7).withPatience(Duration.ofMillis(10), Duration.ofMillis(1));

    private PostgresDatabase database;
    private SqlGenerations items;

    @BeforeEach
    void open(PostgresLocal engine) {
        database = PostgresDatabase.fresh(engine);
        items = SqlGenerations.of(database.pool, RowProjection.ofItems("items"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected SinkGenerations generations() {
        return items;
    }

    @Override
    protected Mono<Long> sumOfVersions() {
        return Mono.fromCallable(() -> database.query("select sum(version) from items where not is_deleted"))
                .map(sum -> Long.valueOf(sum.orElseThrow()));
    }

    @Test
    void the_sinks_are_named_after_the_database_unless_they_are_given_a_name() {
        assertThat(items.sink(1).name()).isEqualTo(SinkName.of("postgres"));
        assertThat(items.sink(2).name()).isEqualTo(SinkName.of("postgres-v2"));
        assertThat(items.withName(SinkName.of("orders")).sink(3).name()).isEqualTo(SinkName.of("orders-v3"));
    }

    private static <T> T await(Mono<T> mono) {
        return mono.block(PostgresDatabase.PATIENCE);
    }

    private static ItemKey key(int item) {
        return ItemKey.of("ORDER", item % 2 == 0 ? "acme" : "globex", "a%02d".formatted(item));
    }

    private static List<ChangeRecord> changes(long version) {
        return IntStream.range(0, ITEMS)
                .mapToObj(item ->
                        item % 5 == 0 ? deletion(key(item), version) : change(key(item), version, note("v" + version)))
                .toList();
    }

    private void fill(int generation, long version) {
        await(items.create(generation));
        await(items.sink(generation).apply(changes(version)));
    }

    private static RowProjection wide(String table) {
        return RowProjection.into(table)
                .key("tenant", key -> key.tenant().code())
                .key("number", key -> key.sort().text())
                .column("label", ColumnType.text(40), state -> state.content().name())
                .build();
    }

    private String sum() {
        return database.query("select sum(version) from items").orElseThrow();
    }

    @Test
    void whoever_asks_sees_the_one_or_the_other_whole() throws SQLException {
        fill(1, 1);
        fill(2, 2);
        await(items.use(1));
        AtomicBoolean isOver = new AtomicBoolean();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> poll(statement, isOver));
            for (int round = 0; round < 20; round++) {
                await(items.use(2));
                await(items.use(1));
            }
            isOver.set(true);

            assertThat(seen.join()).contains("50:50").isSubsetOf("50:50", "50:100");
        }
    }

    private static List<String> poll(Statement statement, AtomicBoolean isOver) {
        List<String> seen = new ArrayList<>();
        try {
            do {
                var rows = statement.executeQuery("select count(*) || ':' || sum(version) from items");
                rows.next();
                seen.add(rows.getString(1));
            } while (!isOver.get());
            return seen;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_table_that_was_there_becomes_the_first_generation_with_its_rows_and_grants() {
        R2dbcSink plain = database.sink(RowProjection.ofItems("items"));
        await(plain.apply(changes(1)));
        database.execute("drop role if exists reader_of_items");
        database.execute("create role reader_of_items");
        database.execute("grant select on items to reader_of_items");
        assertThatThrownBy(() -> await(items.use(2)))
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("items_v1");

        await(items.use(1));

        assertThat(sum()).isEqualTo("50");
        assertThat(await(items.inUse())).isEqualTo(1);
        assertThat(database.query("select has_table_privilege('reader_of_items', 'items', 'select')"))
                .contains("t");
        assertThat(await(items.sink(1).appliedVersion(key(1))).value()).isEqualTo(1);
        assertThatThrownBy(() -> await(plain.apply(changes(2))))
                .as("a worker that knows of no generations")
                .isInstanceOf(StoreUnavailableException.class);
        database.execute("drop owned by reader_of_items");
        database.execute("drop role reader_of_items");
    }

    @Test
    void a_view_of_the_users_follows_where_columns_are_the_same_and_is_never_dropped() {
        fill(1, 1);
        fill(2, 2);
        await(items.use(1));
        database.execute("create view live_items as select id, version from items where not is_deleted");
        await(items.use(2));
        assertThat(database.query("select sum(version) from live_items")).contains("80");

        SqlGenerations others = SqlGenerations.of(database.pool, wide("items"));
        await(others.create(3));
        assertThatThrownBy(() -> await(others.use(3)))
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("2BP01");

        assertThat(await(items.inUse())).isEqualTo(2);
        assertThat(database.query("select sum(version) from live_items")).contains("80");
    }

    @Test
    void a_generation_with_other_columns_takes_over_with_the_grants_and_gives_back() {
        fill(1, 1);
        await(items.use(1));
        database.execute("grant select on items to public");
        SqlGenerations wide = SqlGenerations.of(database.pool, wide("items"));
        await(wide.create(2));
        await(wide.sink(2).apply(changes(2)));

        await(wide.use(2));
        assertThat(database.query("select sum(version) from items where number < 'b'"))
                .contains("100");
        await(items.use(1));

        assertThat(database.query("select sum(version) from items where id > ''"))
                .contains("50");
        assertThat(database.query("select relacl::text from pg_class where relname = 'items'")
                        .orElseThrow())
                .contains("=r/");
    }

    @Test
    void a_query_under_way_is_waited_for_but_not_for_long() throws SQLException {
        fill(1, 1);
        fill(2, 2);
        await(items.use(1));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("select count(*) from items");

            assertThatThrownBy(() -> await(items.use(2)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("55P03");
            reader.rollback();
        }
        await(items.use(2));
        assertThat(sum()).isEqualTo("100");
    }

    @Test
    void tables_with_keys_of_several_columns_are_compared_in_their_own_order() {
        SqlGenerations wide = SqlGenerations.of(database.pool, wide("public.wide"));
        for (int generation = 1; generation <= 2; generation++) {
            await(wide.create(generation));
            ChangeSink sink = wide.sink(generation);
            await(sink.apply(changes(1)));
            await(sink.apply(List.of(
                    change(ItemKey.of("ORDER", "acme", "B"), 1, note("x")),
                    change(ItemKey.of("ORDER", "acme", "ä"), 1, note("x")))));
        }
        assertThat(compare(wide).isEqual()).isTrue();
        database.execute("delete from wide_v1 where tenant = 'acme' and number in ('B', 'a02')");

        assertThat(compare(wide).differences())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder(
                        "acme, B: nothing against version 1", "acme, a02: nothing against version 1");
        assertThat(await(wide.existing())).containsExactly(1, 2);
        await(wide.use(2));
        assertThat(await(wide.inUse())).isEqualTo(2);
    }

    private static Comparison compare(SqlGenerations generations) {
        return await(Comparison.of(generations, 1, 2, HASTY));
    }
}
