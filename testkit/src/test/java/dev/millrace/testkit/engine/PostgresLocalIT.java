/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLocalIT {

    private static PostgresLocal engine;

    @BeforeAll
    static void start() {
        engine = PostgresLocal.start();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static void execute(String database, String sql) throws SQLException {
        try (Connection connection = engine.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(String database, String table) throws SQLException {
        try (Connection connection = engine.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void each_fresh_database_is_empty() throws SQLException {
        execute(engine.freshDatabase(), "create table orders (id text)");

        execute(engine.freshDatabase(), "create table orders (id text)");
    }

    @Test
    void a_stopped_server_answers_no_more_and_started_again_it_has_its_data_at_the_same_address() throws SQLException {
        String database = engine.freshDatabase();
        execute(database, "create table orders (id text)");
        execute(database, "insert into orders values ('A')");
        int port = engine.port();

        engine.stop();
        assertThatThrownBy(() -> engine.connect(database)).isInstanceOf(SQLException.class);

        engine.restart();
        assertThat(engine.port()).isEqualTo(port);
        assertThat(count(database, "orders")).isEqualTo(1);
    }

    @Test
    void a_foreign_server_is_named_by_its_address_and_not_stopped() {
        PostgresLocal foreign = PostgresLocal.at(URI.create("postgresql://ada:secret@db.example/shop"));

        assertThat(foreign.url("shop")).isEqualTo("r2dbc:postgresql://db.example:5432/shop");
        assertThat(foreign.user()).isEqualTo("ada");
        assertThat(foreign.password()).isEqualTo("secret");
        assertThatThrownBy(foreign::stop).isInstanceOf(IllegalStateException.class);
        foreign.close();
    }
}
