/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace sink}: workers that apply a module's changes to a read model. */
@Command(
        name = "sink",
        description = "Applies a module's changes to a read model until it is stopped.",
        subcommands = {PostgresSinkCommand.class, OpenSearchSinkCommand.class, StepFunctionsCommand.class})
final class SinkCommand {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Command(
            name = "data-table",
            description = "Keeps the module's data table. Start as many as the topic has partitions: they share them.")
    int dataTable(
            @Mixin TargetOptions target,
            @Mixin KafkaOption kafka,
            @Option(
                            names = "--lanes",
                            paramLabel = "N",
                            defaultValue = "16",
                            description = "Batches under way at once, a power of two (default: 16).")
                    int lanes) {
        RunnerOptions options = RunnerOptions.defaults().withLanes(lanes);
        try (Lifetime lifetime = Lifetime.begin(options.drainTimeout().plus(GRACE));
                DynamoConnection connection = target.connect();
                KafkaRoad road = KafkaRoad.of(
                        kafka.servers(), target.module(), DataTableSink.NAME, KafkaRoadOptions.defaults())) {
            DynamoModule module = connection.module(target.module());
            SinkRunner.of(DataTableSink.over(module.dataStore()), road.source(), road.deadLetters())
                    .withOptions(options)
                    .withParking(module.parkedChanges(), module.id())
                    .runUntil(lifetime.stop())
                    .block();
        }
        return 0;
    }
}
