/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.CommandTable;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.bridge.kcl.KclSource;
import dev.millrace.chaos.history.Event.Budget;
import dev.millrace.chaos.watch.Travelling;
import dev.millrace.chaos.watch.Watch;
import dev.millrace.chaos.watch.WatchedBridge;
import dev.millrace.chaos.watch.WatchedChangeSource;
import dev.millrace.chaos.watch.WatchedDeadLetters;
import dev.millrace.chaos.watch.WatchedParkedChanges;
import dev.millrace.chaos.watch.WatchedPublishers;
import dev.millrace.chaos.watch.WatchedRunner;
import dev.millrace.chaos.watch.WatchedSink;
import dev.millrace.chaos.watch.WatchedSource;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.runner.ParkingOptions;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A process with a worker of the bridge or a runner in it, to be killed, stopped and cut off. */
final class Worker {

    static final int BRIDGE_IN_FLIGHT = 64;
    static final int RUNNER_IN_FLIGHT = 128;
    private static final int SHARDS = 16;
    private static final int READ_AHEAD_PER_SHARD = 64;
    private static final Duration SAVE = Duration.ofMillis(200);
    private static final String SESSION = "6000";

    private final Life life;
    private final Watch watch;
    private final EventFile events;

    private Worker(Life life) throws IOException {
        Supplier<Duration> clock = () -> Duration.between(life.began(), Instant.now());
        this.life = life;
        this.events = new EventFile(life.events(), clock);
        this.watch = new Watch(life.process(), clock, events::add, new Trap(life, events::add));
    }

    /** Runs until killed, or until the parent is gone; takes what a {@link Life} is made of. */
    public static void main(String[] arguments) throws IOException {
        exitWithParent();
        Worker worker = new Worker(Life.of(arguments));
        try (DynamoConnection connection = worker.connect()) {
            (worker.life.kind() == Life.Kind.BRIDGE ? worker.bridge(connection) : worker.runner(connection)).block();
        }
    }

    private static void exitWithParent() {
        Thread watching = new Thread(
                () -> {
                    try {
                        System.in.readAllBytes();
                    } catch (IOException e) {
                        // a broken pipe is an end, too
                    }
                    Runtime.getRuntime().halt(1);
                },
                "parent watch");
        watching.setDaemon(true);
        watching.start();
    }

    private DynamoConnection connect() {
        return DynamoConnection.open(
                DynamoOptions.defaults().withEndpoint(life.dynamo()).withRegion("us-east-1"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(life.accessKey(), "unchecked")));
    }

    private Mono<Void> bridge(DynamoConnection connection) {
        events.add(new Budget(life.process(), BRIDGE_IN_FLIGHT + SHARDS * READ_AHEAD_PER_SHARD));
        Travelling travelling = new Travelling();
        KclOptions kcl = KclOptions.local().withWorkerId(life.member()).withMaxShards(SHARDS);
        return StreamBridge.of(
                        new WatchedSource(KclSource.of(connection, life.moduleId(), kcl), watch, travelling),
                        new WatchedPublishers(
                                KafkaChangePublishers.of(life.moduleId(), Map.of("bootstrap.servers", life.kafka())),
                                watch,
                                travelling),
                        CommandTable.of(connection, life.moduleId()),
                        BridgeOptions.defaults()
                                .withMaxInFlight(BRIDGE_IN_FLIGHT)
                                .withCheckpointInterval(SAVE),
                        new WatchedBridge(watch, travelling))
                .runUntil(Mono.never());
    }

    private Mono<Void> runner(DynamoConnection connection) {
        events.add(new Budget(life.process(), RUNNER_IN_FLIGHT + 1));
        KafkaRoad road = KafkaRoad.of(life.kafka(), life.moduleId(), DataTableSink.NAME, roadOptions());
        DataTableSink table =
                DataTableSink.over(connection.module(life.moduleId()).dataStore());
        SinkRunner runner = SinkRunner.of(
                        new WatchedSink(new ChoosySink(table, life.isMended()), watch),
                        new WatchedChangeSource(road.source(), watch),
                        new WatchedDeadLetters(road.deadLetters(), DataTableSink.NAME, watch))
                .withOptions(RunnerOptions.defaults()
                        .withLanes(2)
                        .withMaxBatch(16)
                        .withMaxInFlight(RUNNER_IN_FLIGHT, 1 << 20))
                .withListener(new WatchedRunner(watch));
        return (life.parks() ? parking(runner, connection) : runner).run();
    }

    /** One redrive at a time: a killed one keeps its item to itself for a while, and the next life needs another. */
    private SinkRunner parking(SinkRunner runner, DynamoConnection connection) {
        return runner.withParking(
                new WatchedParkedChanges(connection.module(life.moduleId()).parkedChanges(), watch),
                life.moduleId(),
                ParkingOptions.defaults().withPoll(SAVE).withRedrives(1));
    }

    /** A static member of its group: who comes under its name is let in at once. */
    private KafkaRoadOptions roadOptions() {
        return KafkaRoadOptions.defaults()
                .withCommitInterval(SAVE)
                .withClientProperties(Map.of("group.instance.id", life.member(), "session.timeout.ms", SESSION));
    }
}
