/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.CommandTable;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.direct.DirectSource;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.testkit.Samples;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A module with commands that keep coming, the bridge that carries them to Kafka, and workers of sinks. */
final class LiveRoad implements AutoCloseable {

    static final int ITEMS = 100;
    static final int VERSIONS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InvokeContext CALLER = InvokeContext.of("ada", "acme");
    private static final int CONCURRENCY = 16;
    private static final Duration COMMANDS = Duration.ofMillis(20);
    private static final int DELETED_EVERY = 10;

    private final ModuleId module;
    private final String kafka;
    private final DynamoConnection connection;
    private final Deque<Work> atWork = new ArrayDeque<>();

    LiveRoad(ModuleId module, URI dynamo, String kafka) {
        this.module = module;
        this.kafka = kafka;
        this.connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(dynamo)
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    /** Something that goes on until it is told to stop, and fails there if it has failed before. */
    static final class Work {

        private final Sinks.Empty<Void> asked = Sinks.empty();
        private Mono<Void> done = Mono.empty();

        void stop() {
            asked.tryEmitEmpty();
            done.block(PATIENCE);
        }
    }

    private Work begin(Function<Mono<Void>, Mono<Void>> untilAsked) {
        Work work = new Work();
        work.done = untilAsked.apply(work.asked.asMono()).cache();
        work.done.subscribe(nothing -> {}, failure -> {});
        atWork.push(work);
        return work;
    }

    private DynamoModule dynamo() {
        return connection.module(module);
    }

    static ItemKey key(int item) {
        return ItemKey.of("ORDER", "acme", "%03d".formatted(item));
    }

    /** Records some versions of each item; every tenth ends deleted. */
    void fill() {
        CommandService service = dynamo().commandService();
        Flux.range(0, ITEMS)
                .flatMap(
                        item -> Flux.range(1, VERSIONS)
                                .concatMap(version -> service.publishAsync(
                                        version == VERSIONS && item % DELETED_EVERY == 0
                                                ? Command.put(key(item), Samples.note("gone"))
                                                        .deleting()
                                                : Command.put(key(item), Samples.note("v" + version)),
                                        CALLER)),
                        CONCURRENCY)
                .blockLast(PATIENCE);
    }

    /** Records one version after the other of the items that are not deleted. */
    Work commands() {
        CommandService service = dynamo().commandService();
        return begin(stop -> Flux.interval(COMMANDS)
                .onBackpressureDrop()
                .map(number -> (int) (number % ITEMS))
                .filter(item -> item % DELETED_EVERY != 0)
                .concatMap(item ->
                        service.publishAsync(Command.put(key(item), Samples.note("live " + System.nanoTime())), CALLER))
                .takeUntilOther(stop)
                .then());
    }

    Work bridge() {
        return begin(stop -> StreamBridge.of(
                        DirectSource.of(connection, module, DirectOptions.local()),
                        KafkaChangePublishers.of(module, Map.of("bootstrap.servers", kafka)),
                        CommandTable.of(connection, module),
                        BridgeOptions.defaults(),
                        BridgeListener.none())
                .runUntil(stop));
    }

    Work worker(ChangeSink sink) {
        return begin(stop -> Mono.using(
                () -> KafkaRoad.of(
                        kafka,
                        module,
                        sink.name(),
                        KafkaRoadOptions.defaults().withCommitInterval(Duration.ofMillis(200))),
                road -> SinkRunner.of(sink, road.source(), road.deadLetters())
                        .withParking(dynamo().parkedChanges(), module)
                        .runUntil(stop),
                KafkaRoad::close));
    }

    @Override
    public void close() {
        atWork.forEach(work -> work.asked.tryEmitEmpty());
        atWork.forEach(work -> work.done.onErrorComplete().block(PATIENCE));
        connection.close();
    }
}
