/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.json.AttributesJson;
import dev.millrace.testkit.engine.PostgresLocal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** An empty database of PostgreSQL, seen by the sink and, with a blocking driver, by the test. */
final class PostgresDatabase implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final SqlConnection pool;
    private final PostgresLocal engine;
    private final String name;

    private PostgresDatabase(PostgresLocal engine) {
        this.engine = engine;
        this.name = engine.freshDatabase();
        this.pool = SqlConnection.open(options());
    }

    static PostgresDatabase fresh(PostgresLocal engine) {
        return new PostgresDatabase(engine);
    }

    SqlOptions options() {
        return optionsOf(engine.user(), engine.password());
    }

    SqlOptions optionsOf(String user, String password) {
        return SqlOptions.of(engine.url(name), user, password).withTimeouts(PATIENCE, PATIENCE, PATIENCE);
    }

    /** A sink for that table, which it creates. */
    R2dbcSink sink(RowProjection projection) {
        R2dbcSink sink = R2dbcSink.of(pool, projection);
        sink.createTable().block(PATIENCE);
        return sink;
    }

    Connection connect() throws SQLException {
        return engine.connect(name);
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row as text; empty if there is no row. */
    Optional<String> query(String sql, Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(String.valueOf(rows.getString(1))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a query of the table {@code items} finds. */
    Mono<Attributes> item(ItemKey key) {
        return Mono.fromCallable(() -> query("select attributes from items where id = ? and not is_deleted", key.id()))
                .flatMap(Mono::justOrEmpty)
                .map(json -> AttributesJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
