/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import dev.millrace.testkit.engine.PostgresLocal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The same rows by a JDBC batch, which the driver rewrites into inserts of many rows. */
final class JdbcUpsert implements Arm, AutoCloseable {

    private static final String DEFINITION =
            """
            create table %s (
              id text not null primary key, version bigint not null, deleted boolean not null,
              revision bigint not null, status text not null, text text not null)""";
    private static final String UPSERT =
            """
            insert into %s as held (id, version, deleted, revision, status, text) values (?, ?, ?, ?, ?, ?)
            on conflict (id) do update set version = excluded.version, deleted = excluded.deleted,
              revision = excluded.revision, status = excluded.status, text = excluded.text
            where held.version < excluded.version""";

    private final Connection connection;
    private final PreparedStatement upsert;
    private final int batch;
    private long next;

    private JdbcUpsert(Connection connection, String table, int batch) throws SQLException {
        this.connection = connection;
        this.upsert = connection.prepareStatement(UPSERT.formatted(table));
        this.batch = batch;
    }

    /** Into a table of that name, which it creates, with so many rows in a batch. */
    static JdbcUpsert open(PostgresLocal postgres, String database, String table, int batch) throws SQLException {
        String url = "jdbc:postgresql://%s:%d/%s?reWriteBatchedInserts=true"
                .formatted(postgres.host(), postgres.port(), database);
        Connection connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute(DEFINITION.formatted(table));
        }
        return new JdbcUpsert(connection, table, batch);
    }

    @Override
    public void run(long rows) {
        for (long left = rows; left > 0; left -= batch) {
            insert((int) Math.min(left, batch));
        }
    }

    private void insert(int rows) {
        try {
            for (int row = 0; row < rows; row++) {
                bind("ORDER#acme#order-" + next++);
            }
            upsert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses", e);
        }
    }

    private void bind(String id) throws SQLException {
        int column = 0;
        upsert.setString(++column, id);
        upsert.setLong(++column, 1);
        upsert.setBoolean(++column, false);
        upsert.setLong(++column, 1);
        upsert.setString(++column, "CONFIRMED");
        upsert.setString(++column, Orders.text());
        upsert.addBatch();
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
        connection.close();
    }
}
