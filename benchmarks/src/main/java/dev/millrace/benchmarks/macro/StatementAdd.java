/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The same rows by the driver's own batch, {@code Statement.add}: one round trip for each row. */
final class StatementAdd implements Arm {

    private static final String UPSERT =
            """
            insert into added as held (id, version, deleted, revision, status, text) values ($1, $2, $3, $4, $5, $6)
            on conflict (id) do update set version = excluded.version, deleted = excluded.deleted,
              revision = excluded.revision, status = excluded.status, text = excluded.text
            where held.version < excluded.version""";

    private final ConnectionFactory connections;
    private long next;

    StatementAdd(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void run(long rows) {
        for (long left = rows; left > 0; left -= SqlSink.BATCH) {
            int count = (int) Math.min(left, SqlSink.BATCH);
            Flux.usingWhen(connections.create(), connection -> insert(connection, count), Connection::close)
                    .blockLast();
        }
    }

    private Publisher<Long> insert(Connection connection, int count) {
        Statement statement = connection.createStatement(UPSERT);
        for (int row = 0; row < count; row++) {
            bind(row == 0 ? statement : statement.add());
        }
        return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated);
    }

    private void bind(Statement statement) {
        statement
                .bind(0, "ORDER#acme#added-" + next++)
                .bind(1, 1L)
                .bind(2, false)
                .bind(3, 1L)
                .bind(4, "CONFIRMED")
                .bind(5, Orders.text());
    }
}
