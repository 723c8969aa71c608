/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlGenerations;
import dev.millrace.sink.runner.RunnerOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace sink postgres}: a worker that keeps a table of PostgreSQL. */
@Command(
        name = "postgres",
        description = "Keeps a table of PostgreSQL that holds the module's items, whole."
                + " Start as many as the topic has partitions: they share them.")
final class PostgresSinkCommand implements Callable<Integer> {

    @Mixin
    private SinkWorker worker = new SinkWorker();

    @Mixin
    private PayloadOption payloads = new PayloadOption();

    @Mixin
    private SqlTarget database = new SqlTarget();

    @Option(
            names = "--table",
            paramLabel = "NAME",
            defaultValue = "items",
            description = "The table, after its schema and a dot if need be (default: items).")
    private String table = "items";

    @Option(
            names = "--generation",
            paramLabel = "N",
            description = "Which generation of the table, with a consumer group of its own"
                    + " (default: none, the table itself).")
    private @Nullable Integer generation;

    @Option(
            names = "--create-table",
            description = "Creates the table if it is missing, for development; the user then has to be allowed to.")
    private boolean createTable;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "16",
            description = "Batches under way at once, a power of two (default: 16).")
    private int lanes = RunnerOptions.defaults().lanes();

    @Override
    public Integer call() {
        try (SqlConnection connection = database.connect();
                ShownPayloads shown = payloads.open(worker.module())) {
            R2dbcSink sink = sink(connection);
            if (createTable) {
                sink.createTable().block();
            }
            return worker.run(RunnerOptions.defaults().withLanes(lanes), module -> shown.to(sink));
        }
    }

    private R2dbcSink sink(SqlConnection connection) {
        RowProjection items = RowProjection.ofItems(table);
        return generation == null
                ? R2dbcSink.of(connection, items)
                : SqlGenerations.of(connection, items).sink(generation);
    }
}
