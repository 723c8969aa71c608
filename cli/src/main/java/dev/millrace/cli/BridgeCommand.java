/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.CommandTable;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.dynamodb.DynamoConnection;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace bridge}: a worker that carries a module's changes from its stream to Kafka. */
@Command(
        name = "bridge",
        description = "Carries a module's changes from DynamoDB Streams to Kafka until it is stopped."
                + " With --source kcl start as many as you like: they share the shards.")
final class BridgeCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Mixin
    private SourceOption source = new SourceOption();

    @Option(
            names = "--worker-id",
            paramLabel = "ID",
            defaultValue = "${env:MILLRACE_WORKER_ID}",
            description = "A name for this worker that survives its restart (MILLRACE_WORKER_ID; default: random).")
    private @Nullable String workerId;

    @Option(
            names = "--assignment",
            paramLabel = "MODE",
            description =
                    "With --source kcl, who hands out shards: LEADER or EACH_WORKER; the same for all workers of a module"
                            + " (default: LEADER on AWS, EACH_WORKER with --dynamodb-endpoint).")
    private KclOptions.@Nullable Assignment assignment;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Records read and not yet acknowledged by Kafka, at most (default: 4096).")
    private int maxInFlight = BridgeOptions.defaults().maxInFlight();

    @Override
    public Integer call() {
        BridgeOptions options = BridgeOptions.defaults().withMaxInFlight(maxInFlight);
        try (Lifetime lifetime = Lifetime.begin(options.drainTimeout().plus(GRACE));
                DynamoConnection connection = target.connect()) {
            StreamBridge.of(
                            source.of(connection, target.module(), target.isLocal(), workerId, assignment),
                            KafkaChangePublishers.of(target.module(), TargetOptions.kafka(kafka.servers())),
                            CommandTable.of(connection, target.module()),
                            options,
                            BridgeListener.none())
                    .runUntil(lifetime.stop())
                    .block();
        }
        return 0;
    }
}
