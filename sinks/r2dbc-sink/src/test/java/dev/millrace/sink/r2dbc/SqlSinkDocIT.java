/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.rebuild.Comparison;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.junit.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** What docs/sql-sink.md shows: the Java as it stands there, and each of its SQL blocks, run. */
@ExtendWith(LocalPostgres.class)
class SqlSinkDocIT {

    private static final Path DOCUMENT = Path.of("..", "..", "docs", "sql-sink.md");
    private static final Pattern SQL = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    private static ChangeRecord order(String number, Object total) {
        return change(ItemKey.of("ORDER", "acme", number), 1, Attributes.of(Map.of("customer", "Ada", "total", total)));
    }

    private static final List<ChangeRecord> CHANGES =
            List.of(order("A", 120.5), order("B", 99), order("C", 250), deletion(ItemKey.of("ORDER", "acme", "D"), 2));

    private static RowProjection orders() {
        return RowProjection.into("orders")
                .only(key -> key.type().equals("ORDER"))
                .key("tenant", key -> key.tenant().code())
                .key("order_no", key -> key.sort().text())
                .required("customer", ColumnType.text(200), state -> state.content()
                        .attributes()
                        .text("customer"))
                .column("total", ColumnType.numeric(12, 2), state -> state.content()
                        .attributes()
                        .number("total"))
                .column("placed_at", ColumnType.timestamp(), state -> state.audit()
                        .created()
                        .at())
                .build();
    }

    /** The first column of what each block finds; null for what finds nothing. */
    private static List<List<String>> runBlocks(PostgresDatabase database) throws IOException, SQLException {
        List<List<String>> found = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (MatchResult block :
                    SQL.matcher(Files.readString(DOCUMENT)).results().toList()) {
                List<String> column = new ArrayList<>();
                if (statement.execute(block.group(1))) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            column.add(rows.getString(1));
                        }
                    }
                }
                found.add(column);
            }
        }
        return found;
    }

    @Test
    void what_the_document_shows_works(PostgresLocal engine) throws IOException, SQLException {
        try (PostgresDatabase database = PostgresDatabase.fresh(engine)) {
            R2dbcSink own = database.sink(orders()).withName(SinkName.of("orders"));
            R2dbcSink items = database.sink(RowProjection.ofItems("items"));
            assertThat(own.apply(CHANGES).block(PostgresDatabase.PATIENCE)).containsOnly(SinkOutcome.applied());
            assertThat(items.apply(CHANGES).block(PostgresDatabase.PATIENCE)).containsOnly(SinkOutcome.applied());

            List<List<String>> found = runBlocks(database);

            assertThat(found).hasSize(6);
            assertThat(found.get(1)).containsExactly("C", "A");
            assertThat(found.get(4)).containsExactlyInAnyOrder("A", "B", "C");
        }
    }

    @Test
    @DisplayName("[X-30] the purge that is shown lets the key of an expired item begin again")
    void the_purge_that_is_shown_lets_the_key_of_an_expired_item_begin_again(PostgresLocal engine)
            throws IOException, SQLException {
        ItemKey key = ItemKey.of("ORDER", "acme", "expired");
        ItemContent brief =
                ItemContent.of("", Samples.note("old")).withExpiresAt(Instant.parse("2026-03-01T00:00:00Z"));
        List<ChangeRecord> again = List.of(Samples.change(key, 1, Samples.note("new")));
        try (PostgresDatabase database = PostgresDatabase.fresh(engine)) {
            database.sink(orders());
            R2dbcSink items = database.sink(RowProjection.ofItems("items"));
            items.apply(List.of(Samples.recorded(key, 9, brief).toChange())).block(PostgresDatabase.PATIENCE);
            assertThat(items.apply(again).block(PostgresDatabase.PATIENCE)).containsExactly(SinkOutcome.stale());

            runBlocks(database);

            assertThat(items.apply(again).block(PostgresDatabase.PATIENCE)).containsExactly(SinkOutcome.applied());
        }
    }

    @Test
    void the_generations_that_are_shown_are_filled_compared_and_used(PostgresLocal engine) {
        try (PostgresDatabase any = PostgresDatabase.fresh(engine)) {
            SqlConnection database = any.pool;
            RowProjection orders = orders();
            SqlGenerations generations = SqlGenerations.of(database, orders).withName(SinkName.of("orders"));
            R2dbcSink second = generations.sink(2);
            Mono<Void> created = generations.create(2);
            Mono<Comparison> compared = Comparison.of(generations, 2, 1);
            Mono<Void> used = generations.use(2);

            created.then(second.apply(CHANGES)).block(PostgresDatabase.PATIENCE);
            generations.create(1).then(generations.sink(1).apply(CHANGES)).block(PostgresDatabase.PATIENCE);
            assertThat(compared.block(PostgresDatabase.PATIENCE).isEqual()).isTrue();
            used.block(PostgresDatabase.PATIENCE);

            assertThat(any.query("select count(*) from orders where not deleted"))
                    .contains("3");
        }
    }
}
