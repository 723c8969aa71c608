/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.dynamodb.DynamoConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace tables}: what a module needs before its first command. */
@Command(name = "tables", description = "Makes a module's tables and topics.")
final class TablesCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "create",
            description = "Creates the module's tables, and its topics if Kafka is named; leaves alone what exists.")
    int create(
            @Mixin TargetOptions target,
            @Option(
                            names = "--kafka",
                            paramLabel = "HOST:PORT",
                            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
                            description = "Kafka's bootstrap servers (KAFKA_BOOTSTRAP_SERVERS); without, no topics.")
                    @Nullable
                    String kafka,
            @Option(
                            names = "--partitions",
                            paramLabel = "N",
                            defaultValue = "12",
                            description = "Partitions of the changes topic (default: 12).")
                    int partitions,
            @Option(
                            names = "--replication",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Brokers that hold each partition (default: 1).")
                    int replication) {
        try (DynamoConnection connection = target.connect()) {
            connection.module(target.module()).tables().create().block();
            say("tables %s, %s and %s are there"
                    .formatted(
                            target.module().commandTable(),
                            target.module().dataTable(),
                            target.module().parkedTable()));
        }
        if (kafka != null) {
            ChangeTopics.create(TargetOptions.kafka(kafka), target.module(), partitions, replication)
                    .block();
            say("topic " + target.module().changesTopic() + " is there");
        }
        return 0;
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
        }
    }
}
