/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace sink postgres}: a worker that keeps a table of PostgreSQL. */
@Command(
        name = "postgres",
        description = "Keeps a table of PostgreSQL that holds the module's items, whole."
                + " Start as many as the topic has partitions: they share them.")
final class PostgresSinkCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Mixin
    private SqlTarget database = new SqlTarget();

    @Option(
            names = "--table",
            paramLabel = "NAME",
            defaultValue = "items",
            description = "The table, after its schema and a dot if need be (default: items).")
    private String table = "items";

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
        RunnerOptions options = RunnerOptions.defaults().withLanes(lanes);
        RowProjection projection = RowProjection.ofItems(table);
        try (Lifetime lifetime = Lifetime.begin(options.drainTimeout().plus(GRACE));
                SqlConnection connection = database.connect()) {
            R2dbcSink sink = R2dbcSink.of(connection, projection);
            if (createTable) {
                sink.createTable().block();
            }
            run(sink, options, lifetime);
        }
        return 0;
    }

    private void run(R2dbcSink sink, RunnerOptions options, Lifetime lifetime) {
        try (KafkaRoad road =
                KafkaRoad.of(kafka.servers(), target.module(), sink.name(), KafkaRoadOptions.defaults())) {
            SinkRunner.of(sink, road.source(), road.deadLetters())
                    .withOptions(options)
                    .runUntil(lifetime.stop())
                    .block();
        }
    }
}
