/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.chaos.check.HistoryChecker;
import dev.millrace.chaos.history.Contents;
import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Answer;
import dev.millrace.chaos.history.Event.Answered;
import dev.millrace.chaos.history.Event.Calm;
import dev.millrace.chaos.history.Event.Invoked;
import dev.millrace.chaos.history.Event.Poisoned;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.Shown;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import dev.millrace.chaos.history.History.Entry;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tables and topics of one test on real engines, children that work on them, and the history of it all. */
final class ChaosRoad implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int PARTITIONS = 4;
    private static final int ITEMS = 20;
    private static final int AT_ONCE = 16;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final Instant began = Instant.now();
    private final History own = new History(() -> Duration.between(began, Instant.now()));
    private final String module = "m" + UUID.randomUUID().toString().substring(0, 8);
    private final String accessKey = DynamoDbLocal.freshAccessKey();
    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final Set<ItemKey> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger written = new AtomicInteger();
    private final URI dynamo;
    private final String kafka;
    private final Path folder;
    private final DynamoConnection connection;
    private final CommandService commands;
    private final TopicReader topic;

    ChaosRoad(DynamoDbLocal dynamo, KafkaBroker kafka, Path folder) {
        this.dynamo = dynamo.endpoint();
        this.kafka = kafka.bootstrapServers();
        this.folder = folder;
        this.connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(this.dynamo)
                        .withRegion("us-east-1")
                        .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(10)),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "unchecked")));
        this.commands = module().commandService();
        module().tables().create().block(PATIENCE);
        ChangeTopics.create(Map.of("bootstrap.servers", this.kafka), module().id(), PARTITIONS, 1)
                .block(PATIENCE);
        this.topic = new TopicReader(this.kafka, module().id(), began);
        topic.noteWhenRecordsArrive();
        own.add(new Subscribed(DataTableSink.NAME.text()));
    }

    private DynamoModule module() {
        return connection.module(
                life(Life.Kind.BRIDGE, "", Life.NONE, 1, URI.create("")).moduleId());
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
        try {
            Child child = new Child(life(kind, member, crashPoint, times, dynamoAt));
            children.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Life life(Life.Kind kind, String member, String crashPoint, int times, URI dynamoAt) {
        String process = member + "-" + children.size() + "-" + crashPoint;
        return new Life(
                kind,
                process,
                member,
                crashPoint,
                times,
                began,
                folder.resolve(process),
                dynamoAt,
                accessKey,
                kafka,
                module);
    }

    /** Publishes so many commands, several at once. */
    void publish(int count) {
        Flux.range(0, count)
                .flatMap(number -> publish("item-" + written.incrementAndGet() % ITEMS), AT_ONCE)
                .blockLast(PATIENCE);
    }

    /** Publishes a command that the sink will refuse. */
    void publishPoison() {
        String name = ChoosySink.POISON + "-" + written.incrementAndGet();
        own.add(new Poisoned(DataTableSink.NAME.text(), new Fact(key(name).id(), 1)));
        publish(name).block(PATIENCE);
    }

    private Mono<PublishOutcome> publish(String item) {
        ItemKey key = key(item);
        keys.add(key);
        Command command = Command.put(key, Attributes.of(Map.of("said", written.incrementAndGet() + "x".repeat(500))));
        String id = command.id().toString();
        own.add(new Invoked(id, key.id()));
        return commands.publishAsync(command, InvokeContext.system(key.tenant()))
                .doOnNext(outcome -> {
                    PublishOutcome.Recorded recorded = (PublishOutcome.Recorded) outcome;
                    own.add(new Answered(
                            id, Answer.OK, new Fact(key.id(), recorded.version().value())));
                });
    }

    private static ItemKey key(String item) {
        return ItemKey.of("ORDER", "acme", item);
    }

    /** Writes a row that no command service would write. */
    void writeJunk() {
        connection
                .client()
                .putItem(put -> put.tableName(module().id().commandTable())
                        .item(Map.of(
                                "pk", AttributeValue.fromS("junk"),
                                "sk", AttributeValue.fromS("junk-" + written.incrementAndGet()))))
                .join();
    }

    /** Waits until the sink shows everything that was published. */
    void awaitShown() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> lagging()
                .isEmpty());
    }

    /** Waits until the sink has everything; then nothing may have been broken. */
    void assertThatNothingIsBroken() {
        own.add(new Calm());
        awaitShown();
        History history = history();
        List<String> violations = HistoryChecker.violations(HistoryChecker.all(LONGEST_SILENCE), history);
        assertThat(violations).as(() -> "history in " + written(history)).isEmpty();
    }

    private static Path written(History history) {
        try {
            return Files.writeString(Path.of("target", "history-" + UUID.randomUUID() + ".txt"), history.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ItemKey> lagging() {
        return keys.stream()
                .filter(key -> !key.sort().text().startsWith(ChoosySink.POISON))
                .filter(key -> shown(key) < newest(key))
                .toList();
    }

    private long newest(ItemKey key) {
        return requireNonNull(module().commandLog().latest(key).block(PATIENCE))
                .version()
                .value();
    }

    private long shown(ItemKey key) {
        return requireNonNull(module().dataStore()
                .get(key)
                .map(item -> item.version().value())
                .defaultIfEmpty(0L)
                .block(PATIENCE));
    }

    /** Everything that everybody wrote down, and what is in the tables and on the topic. */
    History history() {
        List<Entry> all = new ArrayList<>(topic.entries());
        all.addAll(own.entries());
        children.forEach(child -> all.addAll(child.events()));
        Duration end = Duration.between(began, Instant.now());
        keys.forEach(key -> {
            rows(key).forEach(row -> all.add(new Entry(end, row)));
            all.addAll(shownRow(key).stream().map(row -> new Entry(end, row)).toList());
        });
        return History.merged(all);
    }

    private List<Event> rows(ItemKey key) {
        return requireNonNull(module().commandLog()
                .list(key, Version.FIRST, Version.of(Version.MAX))
                .<Event>map(row -> new Recorded(
                        new Fact(key.id(), row.version().value()), row.id().toString(), Contents.of(row.state())))
                .collectList()
                .block(PATIENCE));
    }

    private List<Event> shownRow(ItemKey key) {
        return requireNonNull(module().dataStore()
                .get(key)
                .<Event>map(item -> new Shown(
                        DataTableSink.NAME.text(),
                        new Fact(key.id(), item.version().value()),
                        Contents.of(item.state())))
                .flux()
                .collectList()
                .block(PATIENCE));
    }

    @Override
    public void close() {
        children.forEach(Child::close);
        connection.close();
    }
}
