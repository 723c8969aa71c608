/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.rebuild.Comparison;
import dev.millrace.rebuild.Comparison.Difference;
import dev.millrace.rebuild.ComparisonOptions;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.testkit.contract.SinkGenerationsContract;
import dev.millrace.testkit.engine.MariaDbLocal;
import dev.millrace.testkit.junit.LocalMariaDb;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** Several tables behind one view, on a real MariaDB. */
@Tag("mariadb")
@ExtendWith(LocalMariaDb.class)
class MariaDbGenerationsIT extends SinkGenerationsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ComparisonOptions HASTY =
            ComparisonOptions.defaults().withPageRows(7).withPatience(Duration.ofMillis(10), Duration.ofMillis(1));

    private SqlConnection pool;
    private SqlGenerations wide;

    @BeforeEach
    void an_empty_database(MariaDbLocal engine) {
        String database = "t" + UUID.randomUUID().toString().replace("-", "");
        try (SqlConnection any = SqlConnection.open(options(engine, engine.database()))) {
            execute(any, "create database " + database);
        }
        pool = SqlConnection.open(options(engine, database));
        wide = SqlGenerations.of(
                pool,
                RowProjection.into("wide")
                        .key("tenant", key -> key.tenant().code())
                        .key("number", key -> key.sort().text())
                        .build());
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static SqlOptions options(MariaDbLocal engine, String database) {
        return SqlOptions.of(engine.url(database), engine.user(), engine.password())
                .withTimeouts(PATIENCE, PATIENCE, PATIENCE);
    }

    private static void execute(SqlConnection connection, String sql) {
        new Database(connection.factory(), PATIENCE)
                .run(opened -> Query.run(opened, sql, List.of()))
                .block(PATIENCE);
    }

    @Override
    protected SinkGenerations generations() {
        return SqlGenerations.of(pool, RowProjection.ofItems("items"));
    }

    @Override
    protected Mono<Long> sumOfVersions() {
        String sql = "select cast(sum(version) as int) from items where not is_deleted";
        return new Database(pool.factory(), PATIENCE)
                .run(connection -> Query.rows(connection, sql, List.of(), row -> Query.number(row, 0))
                        .next());
    }

    private static <T> T await(Mono<T> mono) {
        return mono.block(PATIENCE);
    }

    private void fill(int generation, long version) {
        List<ChangeRecord> changes = IntStream.range(0, 40)
                .mapToObj(item ->
                        change(ItemKey.of("ORDER", item % 2 == 0 ? "acme" : "b", "a" + item), version, note("x")))
                .toList();
        await(wide.create(generation));
        await(wide.sink(generation).apply(changes));
    }

    @Test
    void tables_with_keys_of_several_columns_are_compared_in_their_own_order() {
        fill(1, 3);
        fill(2, 3);
        assertThat(await(Comparison.of(wide, 1, 2, HASTY)).isEqual()).isTrue();
        execute(pool, "delete from wide_v2 where tenant = 'acme' and number = 'a6'");
        execute(pool, "update wide_v1 set version = 9 where tenant = 'b' and number = 'a7'");

        assertThat(await(Comparison.of(wide, 1, 2, HASTY)).differences())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder("acme, a6: version 3 against nothing", "b, a7: version 9 against version 3");
    }

    @Test
    void a_table_under_the_name_of_the_view_is_left_alone() {
        execute(pool, "create table wide (id int)");
        fill(1, 1);

        assertThatThrownBy(() -> await(wide.use(1)))
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("wide_v1");
    }
}
