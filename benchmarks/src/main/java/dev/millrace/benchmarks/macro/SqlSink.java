/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.r2dbc.ColumnType;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import dev.millrace.testkit.engine.PostgresLocal;
import java.sql.SQLException;
import java.util.List;

/** B12: how fast is the SQL sink beside the fastest that JDBC can do? */
final class SqlSink implements Question {

    static final int BATCH = 500;

    /** What a driver does once for a batch is compiled after thousands of batches, which may be small. */
    private static final int WARM_UP_BATCH = 10;

    private static final int WARM_UP_ROWS = 30_000;
    private static final int WARM_UP = 20_000;
    private static final int ROWS = 20_000;
    private static final Target RATIO = Target.atLeast(0.80, 0.60);
    private static final Target REPLAY = Target.atMost(0.8, 1);
    private static final int ADDED = 5_000;
    private static final Target ROW_BY_ROW = Target.atLeast(2.5, 1.5);

    @Override
    public String name() {
        return "B12";
    }

    @Override
    public String asks() {
        return "How fast is the SQL sink beside a JDBC batch whose inserts the driver rewrites into one?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        PostgresLocal postgres = bench.postgres();
        String database = postgres.freshDatabase();
        SqlOptions options = SqlOptions.of(postgres.url(database), postgres.user(), postgres.password());
        try (SqlConnection connection = SqlConnection.open(options);
                JdbcUpsert jdbc = JdbcUpsert.open(postgres, database, "raw", BATCH);
                JdbcUpsert jdbcWarmUp = JdbcUpsert.open(postgres, database, "raw_warm_up", WARM_UP_BATCH)) {
            int warmUp = bench.effort().of(WARM_UP_ROWS);
            Batches.of(sink(connection, "warm_up"), WARM_UP_BATCH).run(warmUp);
            jdbcWarmUp.run(warmUp);
            ChangeSink sink = sink(connection, "ours");
            Comparison found = bench.duel(WARM_UP, ROWS).between(Batches.of(sink, BATCH), jdbc);
            ChangeSink replayed = sink(connection, "replayed");
            Comparison again =
                    bench.duel(WARM_UP, ROWS).between(Batches.replaying(replayed, BATCH), Batches.of(replayed, BATCH));
            StatementAdd add = new StatementAdd(connection.factory());
            ChangeSink beside = sink(connection, "added");
            Comparison rowByRow = bench.duel(ADDED, ADDED).between(Batches.of(beside, BATCH), add);
            return figures(found, again, rowByRow);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses", e);
        }
    }

    /** A sink into a table of that name, which it creates. */
    static R2dbcSink sink(SqlConnection connection, String table) {
        R2dbcSink sink = R2dbcSink.of(
                connection,
                RowProjection.into(table)
                        .required("revision", ColumnType.integer(), state -> state.version()
                                .value())
                        .required("status", ColumnType.text(), state -> state.content()
                                .attributes()
                                .text("status"))
                        .required("text", ColumnType.text(), state -> state.content()
                                .attributes()
                                .text("text"))
                        .build());
        sink.createTable().block();
        return sink;
    }

    private static List<Figure> figures(Comparison found, Comparison again, Comparison rowByRow) {
        return List.of(
                Figure.of("sql.ratio", "", found.ratio(Block::rate), RATIO).provided(found.isQuiet()),
                Figure.of("sql.replay", "× the time of the first", again.ratio(block -> 1 / block.rate()), REPLAY)
                        .provided(again.isQuiet()),
                Figure.of("sql, beside Statement.add", "×", rowByRow.ratio(Block::rate), ROW_BY_ROW)
                        .provided(rowByRow.isQuiet()),
                Figure.of("sql.rate", "rows/s", found.ours(Block::rate), Target.none()),
                Figure.of("JDBC rewrite, rate", "rows/s", found.raw(Block::rate), Target.none()),
                Figure.of("sql.cpu", "µs a row", found.ours(Block::cpuMicros), Target.none()),
                Figure.of("JDBC rewrite, CPU", "µs a row", found.raw(Block::cpuMicros), Target.none()));
    }
}
