/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.direct.DirectSource;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.bridge.kcl.KclSource;
import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ItemKey;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** From the command table to the topic, on real engines. */
@Timeout(120)
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class StreamBridgeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DynamoDbLocal dynamo;
    private LocalRoad road;

    StreamBridgeIT(DynamoDbLocal dynamo, KafkaBroker kafka) {
        this.dynamo = dynamo;
        road = new LocalRoad(dynamo, kafka);
    }

    @AfterEach
    void close() {
        road.close();
    }

    @Test
    void every_change_arrives_and_those_of_one_item_in_order() {
        road.write(200, 1, 5);
        Worker worker = new Worker("worker-1");
        road.write(200, 6, 25);

        List<ChangeRecord> changes = road.readChanges(5_000);
        worker.stop();

        assertThat(changes).hasSize(5_000);
        assertThat(versions(changes)).hasSize(200).allSatisfy((item, versions) -> assertThat(versions)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 25).boxed().toList()));
        assertThat(worker.lastSaved()).as("all of it is saved").isGreaterThanOrEqualTo(5_000);
    }

    @Test
    void a_worker_that_was_stopped_goes_on_where_it_was_and_repeats_nothing_if_it_believes_the_stream() {
        BridgeOptions believing =
                BridgeOptions.defaults().withOrder(OrderOptions.defaults().withLookBack(Duration.ZERO));
        Worker first = new Worker("worker-1", believing);
        road.write(20, 1, 10);
        first.awaitPublished(50);
        first.stop();

        Worker second = new Worker("worker-1", believing);
        road.write(20, 11, 20);
        List<ChangeRecord> changes = road.readChanges(400);
        second.stop();

        assertThat(changes).as("nothing lost, nothing twice").hasSize(400);
        assertThat(versions(changes)).allSatisfy((item, versions) -> assertThat(versions)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList()));
    }

    @Test
    void a_worker_that_was_cancelled_repeats_at_most_what_was_not_saved() {
        Worker first = new Worker("worker-1");
        road.write(20, 1, 10);
        first.awaitPublished(50);
        first.cancel();
        road.write(20, 11, 20);

        Worker second = new Worker("worker-1");
        List<ChangeRecord> changes = road.readChanges(read -> complete(read, 20, 20));
        second.stop();

        assertFirstDeliveriesInOrder(changes, 20);
        assertThat(changes)
                .as("what was written before the cancellation, at most")
                .hasSizeLessThanOrEqualTo(400 + 200);
    }

    @Test
    void all_that_is_recorded_can_be_published_again_from_the_command_table() {
        road.write(20, 1, 5);
        road.bridge("worker-1", BridgeListener.none())
                .republishSince(Instant.EPOCH)
                .block(PATIENCE);

        List<ChangeRecord> changes = road.readChanges(100);
        assertThat(changes).hasSize(100);
        assertFirstDeliveriesInOrder(changes, 5);
    }

    @Test
    void a_second_worker_takes_over_from_one_that_lost_its_connection() {
        DynamoConnection dying = road.connect();
        Worker first = new Worker("worker-1", dying);
        road.write(20, 1, 10);
        first.awaitPublished(100);
        Worker second = new Worker("worker-2");
        dying.close();
        road.write(20, 11, 20);

        List<ChangeRecord> changes = road.readChanges(read -> complete(read, 20, 20));
        second.awaitPublished(1);
        second.stop();
        first.cancel();

        assertFirstDeliveriesInOrder(changes, 20);
    }

    @Test
    void a_row_that_is_no_recorded_command_goes_to_the_dead_letters_and_the_road_goes_on() {
        road.write(1, 1, 1);
        road.writeRow("ORDER#acme", "not-a-version");
        road.write(1, 2, 2);
        Worker worker = new Worker("worker-1");

        assertThat(road.readChanges(2)).hasSize(2);
        assertThat(road.readDeadLetters(1)).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("ORDER#acme");
            assertThat(new String(
                            letter.headers().lastHeader("millrace-sort-key").value(), UTF_8))
                    .isEqualTo("not-a-version");
        });
        worker.stop();
        assertThat(worker.lastSaved()).isPositive();
    }

    @Test
    void a_broker_that_is_away_for_a_while_delays_changes_and_loses_none() {
        road.close();
        try (LocalKafkaBroker broker = LocalKafkaBroker.inProcess()) {
            road = new LocalRoad(dynamo, broker);
            Worker worker = new Worker("worker-1");
            road.write(20, 1, 5);
            worker.awaitPublished(1);
            broker.stop();
            road.write(20, 6, 10);
            broker.restart();

            List<ChangeRecord> changes = road.readChanges(read -> complete(read, 20, 10));
            worker.stop();
            road.close();
            assertFirstDeliveriesInOrder(changes, 10);
        }
    }

    @Test
    void the_leases_tell_who_reads_a_shard_and_how_far() {
        try (DynamoConnection other = road.connect()) {
            assertThat(KclSource.shards(other, road.module()).collectList().block(PATIENCE))
                    .isEmpty();
            road.write(1, 1, 3);
            Worker worker = new Worker("worker-1");
            worker.awaitPublished(3);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            KclSource.shards(other, road.module()).collectList().block(PATIENCE))
                    .singleElement()
                    .satisfies(shard -> {
                        assertThat(shard.shard().text()).startsWith("shardId-");
                        assertThat(shard.worker()).isEqualTo("worker-1");
                        assertThat(shard.checkpoint()).matches("\\d+");
                    }));
            worker.stop();
        }
    }

    @Test
    void the_checkpoints_of_the_direct_source_tell_the_same() {
        try (DynamoConnection other = road.connect()) {
            assertThat(DirectSource.shards(other, road.module()).collectList().block(PATIENCE))
                    .isEmpty();
            road.write(1, 1, 3);
            DirectOptions options = DirectOptions.local().withWorkerId("worker-1");
            Disposable worker = StreamBridge.of(
                            DirectSource.of(other, road.module(), options),
                            KafkaChangePublishers.of(road.module(), road.kafka()),
                            CommandTable.of(other, road.module()),
                            BridgeOptions.defaults(),
                            BridgeListener.none())
                    .runUntil(Mono.never())
                    .subscribe();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(DirectSource.shards(other, road.module())
                            .collectList()
                            .block(PATIENCE))
                    .singleElement()
                    .satisfies(shard -> {
                        assertThat(shard.worker()).startsWith("worker-1");
                        assertThat(shard.checkpoint()).matches("\\d+");
                    }));
            worker.dispose();
        }
    }

    @Test
    void a_stopped_worker_leaves_no_thread_behind() {
        Worker worker = new Worker("worker-1");
        road.write(1, 1, 1);
        worker.awaitPublished(1);
        assertThat(threads()).isNotEmpty();

        worker.stop();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name ->
                        name.matches("(millrace|ShardRecordProcessor|LeaseCoordinator|kafka-producer|prefetch).*"))
                .toList();
    }

    private static Map<ItemKey, List<Long>> versions(List<ChangeRecord> changes) {
        return changes.stream()
                .collect(groupingBy(
                        ChangeRecord::key, mapping(change -> change.version().value(), toList())));
    }

    private static boolean complete(List<ChangeRecord> changes, int items, int versions) {
        return changes.stream().distinct().count() == (long) items * versions;
    }

    /** Repetitions aside, each item goes 1, 2, 3 …; only what came before comes again. */
    private static void assertFirstDeliveriesInOrder(List<ChangeRecord> changes, int last) {
        assertThat(versions(changes))
                .allSatisfy((item, versions) -> assertThat(versions.stream().distinct())
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, last).boxed().toList()));
    }

    /** A bridge at work. */
    private final class Worker implements BridgeListener {

        private final AtomicInteger published = new AtomicInteger();
        private final Sinks.Empty<Void> stop = Sinks.empty();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Disposable running;
        private volatile SequenceNumber saved = SequenceNumber.of("0");

        private Worker(String id) {
            this.running = run(road.bridge(id, this));
        }

        private Worker(String id, BridgeOptions options) {
            this.running = run(road.bridge(id, options, this));
        }

        private Worker(String id, DynamoConnection connection) {
            this.running = run(road.bridge(connection, id, BridgeOptions.defaults(), this));
        }

        private Disposable run(StreamBridge bridge) {
            return bridge.runUntil(stop.asMono())
                    .subscribe(nothing -> {}, done::completeExceptionally, () -> done.complete(null));
        }

        @Override
        public void changePublished(ShardId shard, ChangeRecord change) {
            published.incrementAndGet();
        }

        @Override
        public void checkpointSaved(ShardId shard, SequenceNumber upTo) {
            saved = upTo;
        }

        private long lastSaved() {
            return Long.parseLong(saved.text());
        }

        private void awaitPublished(int count) {
            await().atMost(PATIENCE).until(() -> published.get() >= count);
        }

        private void stop() {
            stop.tryEmitEmpty();
            assertThat(done).succeedsWithin(PATIENCE);
        }

        private void cancel() {
            running.dispose();
        }
    }
}
