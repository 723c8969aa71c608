/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlGenerations;
import dev.millrace.sink.r2dbc.SqlOptions;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.junit.LocalPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table of a real PostgreSQL. */
@ExtendWith(LocalPostgres.class)
class PostgresGenerationsIT extends GenerationsScenario {

    private PostgresLocal engine;
    private String database = "";
    private SqlConnection pool;

    @BeforeEach
    void an_empty_database(PostgresLocal postgres) {
        engine = postgres;
        database = engine.freshDatabase();
        pool = SqlConnection.open(SqlOptions.of(engine.url(database), engine.user(), engine.password())
                .withTimeouts(PATIENCE, PATIENCE, PATIENCE));
    }

    @Override
    void disconnect() {
        pool.close();
    }

    @Override
    String kind() {
        return "postgres";
    }

    @Override
    String place() {
        return "--url %s --user %s".formatted(engine.url(database), engine.user());
    }

    @Override
    Map<String, String> environment() {
        return Map.of("SQL_PASSWORD", engine.password());
    }

    @Override
    void createPlain() {
        R2dbcSink.of(pool, RowProjection.ofItems("items")).createTable().block(PATIENCE);
    }

    @Override
    Map<String, Long> found() {
        try (Connection connection = engine.connect(database);
                PreparedStatement query =
                        connection.prepareStatement("select id, version from items where not is_deleted");
                ResultSet rows = query.executeQuery()) {
            Map<String, Long> found = new HashMap<>();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getLong(2));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    SinkGenerations generations() {
        return SqlGenerations.of(pool, RowProjection.ofItems("items"));
    }

    @Override
    void lose(int generation, String id) {
        try (Connection connection = engine.connect(database);
                PreparedStatement deletion =
                        connection.prepareStatement("delete from items_v%d where id = ?".formatted(generation))) {
            deletion.setString(1, id);
            deletion.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
