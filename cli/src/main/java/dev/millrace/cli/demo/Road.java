/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.CommandTable;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.cli.SourceOption;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The road as an operator would lay it: tables, topics, workers of the bridge, and the sinks. */
final class Road implements AutoCloseable {

    static final ModuleId MODULE = new ModuleId("local", "demo", "history");

    /** The access key, which names the database within the engine. */
    static final String ACCESS_KEY = "local";

    private static final String REGION = "us-east-1";
    private static final int PARTITIONS = 4;
    private static final int CONNECTIONS = 512;
    private static final Duration CHECKPOINTS = Duration.ofMillis(500);

    /** Engines that have just started are slow; nobody waits for these answers but us. */
    private static final Duration CALL = Duration.ofSeconds(30);

    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final DynamoConnection connection;
    private final String kafkaServers;
    private final Map<String, String> kafka;
    private final KafkaRoad audit;

    Road(URI dynamoEndpoint, String kafkaServers) {
        this.connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(dynamoEndpoint)
                        .withRegion(REGION)
                        .withTimeouts(CALL, ATTEMPT)
                        .withMaxConcurrency(CONNECTIONS),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, ACCESS_KEY)));
        this.kafkaServers = kafkaServers;
        this.kafka = Map.of("bootstrap.servers", kafkaServers);
        this.audit = kafkaRoad(TopicAudit.NAME);
    }

    private KafkaRoad kafkaRoad(SinkName sink) {
        return KafkaRoad.of(kafkaServers, MODULE, sink, KafkaRoadOptions.defaults());
    }

    DynamoModule module() {
        return connection.module(MODULE);
    }

    /** Makes the tables and the topics. */
    Mono<Void> prepare() {
        return module().tables().create().then(ChangeTopics.create(kafka, MODULE, PARTITIONS, 1));
    }

    /** Runs so many workers of the bridge until told to stop; fails as soon as one does. */
    Mono<Void> bridges(int workers, SourceOption source, BridgeListener listener, Publisher<?> stop) {
        return Flux.range(0, workers)
                .flatMap(worker -> bridge(source, listener).runUntil(Mono.from(stop)), workers)
                .then();
    }

    private StreamBridge bridge(SourceOption source, BridgeListener listener) {
        return StreamBridge.of(
                source.local(connection, MODULE),
                KafkaChangePublishers.of(MODULE, kafka),
                CommandTable.of(connection, MODULE),
                BridgeOptions.defaults().withCheckpointInterval(CHECKPOINTS),
                listener);
    }

    /** Puts a read model on the road. Close it before the road. */
    Follower follower(ReadModel model) {
        return new Follower(model, kafkaRoad(model.sink().name()), module().parkedChanges());
    }

    /** Lets the auditor see every change on the topic, one by one, until told to stop. */
    Mono<Void> audit(TopicAudit auditor, Publisher<?> stop) {
        return SinkRunner.of(auditor, audit.source(), audit.deadLetters())
                .withOptions(RunnerOptions.defaults().withCompaction(false))
                .runUntil(stop);
    }

    @Override
    public void close() {
        audit.close();
        connection.close();
    }
}
