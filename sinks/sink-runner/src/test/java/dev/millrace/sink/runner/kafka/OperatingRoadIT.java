/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.runner.Changes;
import dev.millrace.sink.runner.InstantSink;
import dev.millrace.sink.runner.ParkingOptions;
import dev.millrace.sink.runner.RecoveryPolicy;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkControl;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import dev.millrace.testkit.junit.LocalKafka;
import dev.millrace.testkit.memory.InMemoryParkedChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What operators do, and what happens to them, on a real broker. */
@ExtendWith(LocalKafka.class)
class OperatingRoadIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final InvokeContext ADA = InvokeContext.of("ada", "acme");
    private static final int ITEMS = 40;

    private final Map<ItemKey, Version> newest = new HashMap<>();
    private final List<Runner> runners = new CopyOnWriteArrayList<>();
    private final InMemoryParkedChanges parked = new InMemoryParkedChanges();
    private String bootstrapServers = "";
    private Topic topic;

    @BeforeEach
    void a_topic(KafkaBroker broker) throws Exception {
        open(broker.bootstrapServers());
    }

    private void open(String servers) throws Exception {
        bootstrapServers = servers;
        topic = new Topic(servers, "m-" + UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        runners.forEach(Runner::stop);
        topic.close();
    }

    private void sendVersions(long from, long to) throws Exception {
        for (long version = from; version <= to; version++) {
            for (int item = 0; item < ITEMS; item++) {
                topic.send(Changes.change("item-" + item, version));
                newest.put(Changes.key("item-" + item), Version.of(version));
            }
        }
        topic.flush();
    }

    private SinkPositions positions(ChangeSink sink) {
        return SinkPositions.of(bootstrapServers, topic.module, sink.name(), KafkaRoadOptions.defaults());
    }

    private static long lag(List<PartitionPosition> positions) {
        return positions.stream().mapToLong(PartitionPosition::lag).sum();
    }

    private LongSupplier lagOf(ChangeSink sink) {
        return () -> lag(positions(sink).read().block(LONG_ENOUGH));
    }

    private void awaitEqual(VersionedSink sink) {
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(sink.holds).isEqualTo(newest));
    }

    private void awaitNoLag(ChangeSink sink) {
        await().atMost(LONG_ENOUGH).until(() -> lagOf(sink).getAsLong() == 0);
    }

    @Test
    @DisplayName("[F29] a second consumer that comes and goes loses and reorders nothing, parked or not")
    void parked_items_stay_parked_while_partitions_move() throws Exception {
        Map<ItemKey, List<Long>> seen = new ConcurrentHashMap<>();
        ItemKey poison = Changes.key("item-7");
        ChangeSink one = picky(seen, poison);
        run(one);
        sendVersions(1, 2);
        await().atMost(LONG_ENOUGH).until(() -> seen.size() >= ITEMS - 1);

        for (int turn = 0; turn < 4; turn++) {
            sendVersions(3 + turn * 2L, 3 + turn * 2L);
            Runner second = run(picky(seen, poison));
            awaitMembers(one, 2);
            sendVersions(4 + turn * 2L, 4 + turn * 2L);
            second.stop();
            awaitMembers(one, 1);
        }

        awaitNoLag(one);
        assertThat(seen).doesNotContainKey(poison).hasSize(ITEMS - 1);
        assertThat(seen)
                .allSatisfy((key, versions) -> assertThat(versions.stream().distinct())
                        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
        assertThat(parked.changes(sinkId(one), poison).collectList().block())
                .extracting(change -> change.version().value())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    private void awaitMembers(ChangeSink sink, long members) {
        await().atMost(LONG_ENOUGH).until(() -> topic.members(sinkId(sink).toString()) == members);
    }

    private static ChangeSink picky(Map<ItemKey, List<Long>> seen, ItemKey poison) {
        return new InstantSink(changes -> Mono.delay(Duration.ofMillis(3)).map(moment -> changes.stream()
                .map(change -> {
                    if (change.key().equals(poison)) {
                        return SinkOutcome.refused(new IllegalArgumentException());
                    }
                    seen.computeIfAbsent(change.key(), key -> new CopyOnWriteArrayList<>())
                            .add(change.version().value());
                    return SinkOutcome.applied();
                })
                .toList()));
    }

    private SinkId sinkId(ChangeSink sink) {
        return new SinkId(topic.module, sink.name());
    }

    @Test
    void what_was_parked_before_a_restart_is_redriven_after_it_and_live_traffic_follows() throws Exception {
        VersionedSink sink = new VersionedSink();
        ItemKey poison = Changes.key("item-3");
        ChangeSink picky = new InstantSink(
                changes -> changes.stream().anyMatch(change -> change.key().equals(poison))
                        ? Mono.error(new IllegalStateException("quotes a payload"))
                        : sink.apply(changes));
        sendVersions(1, 2);
        Runner first = run(picky);
        awaitNoLag(picky);
        first.stop();
        ChangeSink mended = new InstantSink(sink::apply);
        run(mended);
        sendVersions(3, 3);
        awaitNoLag(mended);
        assertThat(sink.holds).doesNotContainKey(poison);

        Parking.over(parked, TenantGuard.standard(), Clock.systemUTC())
                .redrive(sinkId(mended), ParkedScope.item(poison))
                .contextWrite(ADA.asContext())
                .block();
        awaitEqual(sink);
        sendVersions(4, 4);

        awaitEqual(sink);
        assertThat(parked.keys(sinkId(mended)).hasElements().block()).isFalse();
    }

    @Test
    @DisplayName("[F30] after a change of the partition count the sink still ends at the newest versions")
    void more_partitions_move_items_and_the_version_guard_keeps_the_sink_right() throws Exception {
        VersionedSink sink = new VersionedSink();
        run(sink);
        sendVersions(1, 10);

        topic.grow(Topic.PARTITIONS + 3);
        sendVersions(11, 20);

        awaitEqual(sink);
        awaitNoLag(sink);
        assertThat(positions(sink).read().block(LONG_ENOUGH)).hasSize(Topic.PARTITIONS + 3);
    }

    @Test
    @DisplayName("[F25] a restart of the broker is ridden out: nothing is lost and nothing set aside")
    void a_broker_that_restarts_is_joined_again() throws Exception {
        topic.close();
        try (LocalKafkaBroker own = LocalKafkaBroker.childProcess()) {
            open(own.bootstrapServers());
            VersionedSink sink = new VersionedSink();
            Runner runner = run(sink);
            sendVersions(1, 5);
            awaitEqual(sink);

            own.restart();
            sendVersions(6, 10);

            awaitEqual(sink);
            awaitNoLag(sink);
            assertThat(parked.keys(sinkId(sink)).hasElements().block()).isFalse();
            runner.stop();
            runners.clear();
        }
    }

    @Test
    void a_paused_sink_keeps_its_place_and_its_lag_is_right() throws Exception {
        VersionedSink sink = new VersionedSink();
        Runner runner = run(sink);
        sendVersions(1, 1);
        awaitEqual(sink);
        awaitNoLag(sink);

        runner.control.pause();
        sendVersions(2, 3);
        assertThat(lagOf(sink).getAsLong()).isEqualTo(2 * ITEMS);
        assertThat(sink.shown).hasValue(ITEMS);
        StepVerifier.create(positions(sink).moveToEnd()).verifyError(SinkIsRunningException.class);

        runner.control.resume();
        awaitEqual(sink);
    }

    @Test
    void a_stopped_sink_can_be_set_to_any_position() throws Exception {
        VersionedSink sink = new VersionedSink();
        SinkPositions positions = positions(sink);
        sendVersions(1, 2);
        assertThat(lag(positions.read().block(LONG_ENOUGH))).as("never ran").isEqualTo(2 * ITEMS);
        Runner runner = run(sink);
        awaitNoLag(sink);
        runner.stop();

        assertThat(lag(positions.moveToBeginning().block(LONG_ENOUGH))).isEqualTo(2 * ITEMS);
        assertThat(lag(positions.moveTo(Instant.now().plusSeconds(3600)).block(LONG_ENOUGH)))
                .isZero();
        assertThat(lag(positions.moveTo(Instant.EPOCH).block(LONG_ENOUGH))).isEqualTo(2 * ITEMS);
        assertThat(lag(positions.moveToEnd().block(LONG_ENOUGH))).isZero();
        PartitionPosition last = positions.read().block(LONG_ENOUGH).get(1);
        assertThat(lag(positions.moveTo(1, last.end() - 1).block(LONG_ENOUGH))).isEqualTo(1);
        StepVerifier.create(positions.moveTo(1, last.end() + 1)).verifyError(InvalidValueException.class);
        StepVerifier.create(positions.moveTo(99, 0)).verifyError(InvalidValueException.class);

        run(sink);
        awaitNoLag(sink);
        assertThat(sink.shown).as("only the one set back to comes again").hasValue(2 * ITEMS + 1);
    }

    private Runner run(ChangeSink sink) {
        Runner runner = new Runner(sink, topic.module);
        runners.add(runner);
        return runner;
    }

    /** A runner in its own consumer, as another process would have it. */
    private final class Runner {

        private final Sinks.Empty<Void> stop = Sinks.empty();
        private final Sinks.Empty<Void> stopped = Sinks.empty();
        private final SinkControl control = SinkControl.create();
        private final KafkaRoad road;

        Runner(ChangeSink sink, ModuleId module) {
            this.road = KafkaRoad.of(
                    bootstrapServers,
                    module,
                    sink.name(),
                    KafkaRoadOptions.defaults()
                            .withCommitInterval(Duration.ofMillis(200))
                            .withClientProperties(
                                    Map.of("metadata.max.age.ms", "500", "heartbeat.interval.ms", "250")));
            SinkRunner.of(sink, road.source(), road.deadLetters())
                    .withOptions(RunnerOptions.defaults()
                            .withCompaction(false)
                            .withRecovery(
                                    RecoveryPolicy.defaults().withPauses(Duration.ofMillis(5), Duration.ofMillis(50))))
                    .withParking(parked, module, ParkingOptions.defaults().withPoll(Duration.ofMillis(100)))
                    .withControl(control)
                    .runUntil(stop.asMono())
                    .subscribe(null, stopped::tryEmitError, stopped::tryEmitEmpty);
        }

        void stop() {
            stop.tryEmitEmpty();
            stopped.asMono().block(LONG_ENOUGH);
            road.close();
        }
    }
}
