/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.chaos.check.HistoryChecker;
import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Calm;
import dev.millrace.chaos.history.Event.Cured;
import dev.millrace.chaos.history.Event.KeptBehind;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Poisoned;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.Event.Unparked;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import dev.millrace.chaos.history.History.Entry;
import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tables and topics of one test on real engines, children that work on them, and the history of it all. */
final class ChaosRoad implements AutoCloseable {

    /** For a machine that does other things, too. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int PARTITIONS = 4;
    private static final InvokeContext PERSON = InvokeContext.of("person", "ops", "system_admin");
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final Instant began = Instant.now();
    private final History own = new History(() -> Duration.between(began, Instant.now()));
    private final String moduleName = "m" + UUID.randomUUID().toString().substring(0, 8);
    private final String accessKey = DynamoDbLocal.freshAccessKey();
    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final URI dynamo;
    private final String kafka;
    private final Path folder;
    private final DynamoConnection connection;
    private final DynamoModule module;
    private final Load load;
    private final TopicReader topic;

    ChaosRoad(DynamoDbLocal dynamo, KafkaBroker kafka, Path folder) {
        this(dynamo, kafka, folder, 1);
    }

    /** The same on a cluster, so many of whose brokers have the topics. */
    ChaosRoad(DynamoDbLocal dynamo, KafkaBroker kafka, Path folder, int replication) {
        this.dynamo = dynamo.endpoint();
        this.kafka = kafka.bootstrapServers();
        this.folder = folder;
        this.connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(this.dynamo)
                        .withRegion("us-east-1")
                        .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(10)),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "unchecked")));
        this.module = connection.module(Life.module(moduleName));
        this.load = new Load(module.commandService(), own);
        this.topic = new TopicReader(this.kafka, module.id(), began);
        prepare(replication);
    }

    private void prepare(int replication) {
        module.tables().create().block(PATIENCE);
        ChangeTopics.create(Map.of("bootstrap.servers", kafka), module.id(), PARTITIONS, replication)
                .block(PATIENCE);
        topic.noteWhenRecordsArrive();
        own.add(new Subscribed(DataTableSink.NAME.text()));
    }

    String changesTopic() {
        return module.id().changesTopic();
    }

    /** Starts a child that nobody means to kill. */
    Child start(Life.Kind kind, String member) {
        return start(kind, member, Life.NONE, 1, dynamo);
    }

    /** Starts a child that reaches DynamoDB there. */
    Child start(Life.Kind kind, String member, URI dynamoAt) {
        return start(kind, member, Life.NONE, 1, dynamoAt);
    }

    /** Starts a child that waits for its death when it gets to the point for so manieth time. */
    Child start(Life.Kind kind, String member, String crashPoint, int times) {
        return start(kind, member, crashPoint, times, dynamo);
    }

    private Child start(Life.Kind kind, String member, String crashPoint, int times, URI dynamoAt) {
        String process = member + "-" + children.size() + "-" + crashPoint;
        Path events = folder.resolve(process);
        Life life = new Life(
                kind, process, member, crashPoint, times, began, events, dynamoAt, accessKey, kafka, moduleName);
        try {
            Child child = new Child(life);
            children.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void publish(int count) {
        load.publish(count);
    }

    void publishPoison() {
        load.publishPoison();
    }

    /** Has whatever is parked redriven. */
    void redriveAll() {
        module.parking()
                .redrive(new SinkId(module.id(), DataTableSink.NAME), ParkedScope.everyTenant())
                .contextWrite(PERSON.asContext())
                .block(PATIENCE);
    }

    /** To be called once every runner's sink is mended: waits until nothing is parked any more. */
    void cure() {
        own.add(new Cured(DataTableSink.NAME.text()));
        Tables tables = new Tables(module);
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            redriveAll();
            return tables.parked().isEmpty();
        });
    }

    /** Writes a row that no command service would write. */
    void writeJunk() {
        Map<String, AttributeValue> row = Map.of(
                "pk",
                AttributeValue.fromS("junk"),
                "sk",
                AttributeValue.fromS(UUID.randomUUID().toString()));
        connection
                .client()
                .putItem(put -> put.tableName(module.id().commandTable()).item(row))
                .join();
    }

    /** Waits until the sink shows everything that was published. */
    void awaitShown() {
        Tables tables = new Tables(module);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> tables.areEqualIn(load.goodKeys()));
    }

    /** Waits until the sink has everything, or it is parked; then nothing may have been broken. */
    void assertThatNothingIsBroken() {
        own.add(new Calm());
        awaitShown();
        await().atMost(PATIENCE).until(this::isPoisonSomewhere);
        History history = history();
        List<String> violations = HistoryChecker.violations(HistoryChecker.all(LONGEST_SILENCE), history);
        assertThat(violations).as(() -> "history in " + written(history)).isEmpty();
    }

    /** Parked, kept behind what is, among the dead letters, or in the sink after all. */
    private boolean isPoisonSomewhere() {
        Set<Fact> poison = own.all(Poisoned.class).map(Poisoned::fact).collect(Collectors.toSet());
        children.stream()
                .flatMap(child -> child.events().stream().map(Entry::event))
                .forEach(event -> {
                    parkedBy(event).forEach(poison::remove);
                    if (event instanceof Applied applied) {
                        poison.removeIf(
                                fact -> fact.item().equals(applied.fact().item()));
                    }
                });
        return poison.isEmpty();
    }

    private static Path written(History history) {
        try {
            return Files.writeString(Path.of("target", "history-" + UUID.randomUUID() + ".txt"), history.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that everybody wrote down, and what is in the tables and on the topic. */
    private History history() {
        List<Entry> all = new ArrayList<>(topic.entries());
        all.addAll(own.entries());
        children.forEach(child -> all.addAll(child.events()));
        Tables tables = new Tables(module);
        Duration end = Duration.between(began, Instant.now());
        load.keys().forEach(key -> tables.rows(key).forEach(row -> all.add(new Entry(end, row))));
        all.addAll(removals(all, tables.parked(), end));
        return History.merged(all);
    }

    /** Whoever was killed may have removed a change from where it was parked, and not have written so. */
    private static List<Entry> removals(List<Entry> all, Set<Fact> parked, Duration end) {
        return all.stream()
                .map(Entry::event)
                .flatMap(ChaosRoad::parkedBy)
                .distinct()
                .filter(fact -> !parked.contains(fact))
                .map(fact -> new Entry(end, new Unparked(DataTableSink.NAME.text(), fact)))
                .toList();
    }

    private static Stream<Fact> parkedBy(Event event) {
        if (event instanceof Parked parked) {
            return Stream.of(parked.fact());
        }
        return event instanceof KeptBehind kept ? Stream.of(kept.fact()) : Stream.of();
    }

    @Override
    public void close() {
        children.forEach(Child::close);
        connection.close();
    }
}
