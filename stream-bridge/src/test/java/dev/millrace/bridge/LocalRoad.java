/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.bridge.kcl.KclSource;
import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Command;
import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.wire.ChangeWire;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A command table and the topics of one module, empty, on engines that all tests share. */
final class LocalRoad implements AutoCloseable {

    static final Tenant TENANT = Tenant.of("acme");

    private static final int PARTITIONS = 4;
    private static final int WRITERS = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ModuleId module =
            new ModuleId("test", "road", "m" + UUID.randomUUID().toString().substring(0, 8));
    private final String accessKey = DynamoDbLocal.freshAccessKey();
    private final URI endpoint;
    private final String bootstrapServers;
    private final DynamoConnection connection;
    private final KafkaConsumer<String, byte[]> consumer;

    LocalRoad(DynamoDbLocal dynamo, KafkaBroker kafka) {
        this(dynamo.endpoint(), kafka.bootstrapServers());
        createTopics();
    }

    private LocalRoad(URI endpoint, String bootstrapServers) {
        this.endpoint = endpoint;
        this.bootstrapServers = bootstrapServers;
        this.connection = connect();
        this.consumer = consumer(module.changesTopic());
        dynamo().tables().create().block(PATIENCE);
    }

    /** A road whose topics are still to be created. */
    static LocalRoad withoutTopics(DynamoDbLocal dynamo, KafkaBroker kafka) {
        return new LocalRoad(dynamo.endpoint(), kafka.bootstrapServers());
    }

    void createTopics() {
        ChangeTopics.create(kafka(), module, PARTITIONS, 1).block(PATIENCE);
    }

    /** What a process needs to know to run a {@link BridgeWorker} here. */
    List<String> arguments(String workerId) {
        return List.of(endpoint.toString(), accessKey, bootstrapServers, module.module(), workerId);
    }

    /** The bridge that {@link #arguments} describe. */
    static StreamBridge bridge(List<String> arguments) {
        ModuleId module = new ModuleId("test", "road", arguments.get(3));
        DynamoConnection connection = connect(URI.create(arguments.get(0)), arguments.get(1));
        return StreamBridge.of(
                KclSource.of(connection, module, KclOptions.local().withWorkerId(arguments.get(4))),
                KafkaChangePublishers.of(module, Map.of("bootstrap.servers", arguments.get(2))),
                CommandTable.of(connection, module),
                BridgeOptions.defaults(),
                BridgeListener.none());
    }

    ModuleId module() {
        return module;
    }

    DynamoModule dynamo() {
        return connection.module(module);
    }

    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    /** Another connection to the same database, as another process would have one. */
    DynamoConnection connect() {
        return connect(endpoint, accessKey);
    }

    private static DynamoConnection connect(URI endpoint, String accessKey) {
        return DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(endpoint)
                        .withRegion("us-east-1")
                        .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(5)),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")));
    }

    StreamBridge bridge(String workerId, BridgeListener listener) {
        return bridge(workerId, BridgeOptions.defaults(), listener);
    }

    StreamBridge bridge(String workerId, BridgeOptions options, BridgeListener listener) {
        return bridge(connection, workerId, options, listener);
    }

    StreamBridge bridge(DynamoConnection from, String workerId, BridgeOptions options, BridgeListener listener) {
        StreamSource source = KclSource.of(from, module, KclOptions.local().withWorkerId(workerId));
        return StreamBridge.of(
                source, KafkaChangePublishers.of(module, kafka()), CommandTable.of(from, module), options, listener);
    }

    /** A bridge whose producer waits for a topic for a second only. */
    StreamBridge impatientBridge(String workerId, BridgeListener listener) {
        return StreamBridge.of(
                KclSource.of(connection, module, KclOptions.local().withWorkerId(workerId)),
                KafkaChangePublishers.of(module, Map.of("bootstrap.servers", bootstrapServers, "max.block.ms", 1_000)),
                CommandTable.of(connection, module),
                BridgeOptions.defaults(),
                listener);
    }

    /** Records versions {@code from} to {@code to} of so many items. */
    void write(int items, int from, int to) {
        var commands = dynamo().commandService();
        Flux.range(0, items)
                .flatMap(
                        item -> Flux.range(from, to - from + 1)
                                .concatMap(version ->
                                        commands.publishAsync(command(item, version), InvokeContext.system(TENANT))),
                        WRITERS)
                .then()
                .block(PATIENCE);
    }

    /** Writes a row that the command service would never write. */
    void writeRow(String pk, String sk) {
        connection
                .client()
                .putItem(put -> put.tableName(module.commandTable())
                        .item(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))))
                .join();
    }

    private static ItemKey item(int number) {
        return ItemKey.of("ORDER", TENANT.code(), "order-" + number);
    }

    private static Command command(int item, int version) {
        Attributes attributes = Attributes.of(Map.of("n", version, "note", "x".repeat(200)));
        return version == 1
                ? Command.create(item(item), attributes)
                : Command.update(item(item), Version.of(version - 1), attributes);
    }

    /** Reads the topic from where it was left until enough arrived. */
    List<ChangeRecord> readChanges(Predicate<List<ChangeRecord>> enough) {
        List<ChangeRecord> read = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(read)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only %d changes arrived".formatted(read.size()));
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                read.add(ChangeWire.json().read(record));
            }
        }
        return read;
    }

    List<ChangeRecord> readChanges(int count) {
        return readChanges(read -> read.size() >= count);
    }

    List<ConsumerRecord<String, byte[]>> readDeadLetters(int count) {
        List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> letters = consumer(ChangeTopics.deadLetters(module))) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (read.size() < count && System.nanoTime() < deadline) {
                letters.poll(Duration.ofMillis(50)).forEach(read::add);
            }
        }
        return read;
    }

    private KafkaConsumer<String, byte[]> consumer(String topic) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "reader-" + topic,
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        500),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    @Override
    public void close() {
        consumer.close();
        connection.close();
    }
}
