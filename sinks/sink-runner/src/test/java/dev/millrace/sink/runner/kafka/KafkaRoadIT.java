/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.runner.Changes;
import dev.millrace.sink.runner.InstantSink;
import dev.millrace.sink.runner.RecoveryPolicy;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@ExtendWith(LocalKafka.class)
class KafkaRoadIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final int ITEMS = 500;

    private final Map<ItemKey, Version> newest = new HashMap<>();
    private final List<Runner> runners = new CopyOnWriteArrayList<>();
    private String bootstrapServers = "";
    private Topic topic;

    @BeforeEach
    void a_topic(KafkaBroker broker) throws Exception {
        bootstrapServers = broker.bootstrapServers();
        topic = new Topic(bootstrapServers, "m-" + UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        runners.forEach(Runner::stop);
        topic.close();
    }

    @Test
    void the_sink_ends_equal_to_the_fold_of_all_changes() throws Exception {
        VersionedSink sink = new VersionedSink();
        sendVersions(1, 40);

        run(sink);

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(sink.holds).isEqualTo(newest));
        assertThat(newest).hasSize(ITEMS);
        awaitNoLag();
    }

    @Test
    void what_a_sink_can_never_take_is_a_dead_letter_and_its_partition_moves_on() throws Exception {
        VersionedSink sink = new VersionedSink();
        ChangeRecord poison = Changes.change("poison", 1);
        ChangeSink picky = new InstantSink(changes -> changes.contains(poison)
                ? Mono.error(new IllegalStateException("secret content"))
                : sink.apply(changes));
        sendVersions(1, 1);
        topic.send(poison);
        sendVersions(2, 2);

        Runner runner = run(picky);

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(sink.holds).isEqualTo(newest));
        awaitNoLag();
        ConsumerRecord<String, byte[]> letter = onlyDeadLetterOf(runner);
        assertThat(letter.key()).isEqualTo(poison.key().id());
        assertThat(header(letter, "ce_itemversion")).isEqualTo("1");
        assertThat(header(letter, "millrace-cause")).isEqualTo("java.lang.IllegalStateException");
        assertThat(header(letter, "millrace-attempts")).isEqualTo("5");
        assertThat(header(letter, "millrace-source")).matches(topic.module.changesTopic() + "-\\d@\\d+");
        assertThat(Instant.parse(header(letter, "millrace-failed-at"))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void what_is_no_change_is_a_dead_letter_as_it_came() throws Exception {
        VersionedSink sink = new VersionedSink();
        byte[] body = "not one of ours".getBytes(StandardCharsets.UTF_8);
        topic.send(new ProducerRecord<>(topic.module.changesTopic(), "stranger", body));
        sendVersions(1, 1);

        Runner runner = run(sink);

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(sink.holds).isEqualTo(newest));
        awaitNoLag();
        ConsumerRecord<String, byte[]> letter = onlyDeadLetterOf(runner);
        assertThat(letter.key()).isEqualTo("stranger");
        assertThat(letter.value()).isEqualTo(body);
        assertThat(header(letter, "millrace-cause"))
                .startsWith("dev.millrace.wire.UndecodableRecordException: record ");
        assertThat(header(letter, "millrace-attempts")).isEqualTo("1");
    }

    @Test
    void a_runner_that_stopped_has_saved_everything_and_the_next_one_goes_on_from_there() throws Exception {
        VersionedSink before = new VersionedSink();
        sendVersions(1, 2);
        Runner first = run(before);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(before.holds).isEqualTo(newest));
        first.stop();
        awaitNoLag();

        VersionedSink after = new VersionedSink();
        newest.clear();
        sendVersions(3, 3);
        run(after);

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(after.holds).isEqualTo(newest));
        assertThat(after.shown).as("nothing that was saved comes again").hasValue(ITEMS);
    }

    @Test
    void a_second_runner_takes_partitions_over_and_back_and_nothing_is_lost() throws Exception {
        VersionedSink one = new VersionedSink();
        VersionedSink other = new VersionedSink(one.holds);
        sendVersions(1, 10);
        run(one);
        await().atMost(LONG_ENOUGH).until(() -> one.shown.get() > 0);

        Runner second = run(other);
        sendVersions(11, 20);
        sendUntil(() -> other.shown.get() > 0, 21);
        second.stop();
        sendVersions(10_000, 10_001);

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(one.holds).isEqualTo(newest));
        awaitNoLag();
    }

    @Test
    void a_runner_thrown_out_of_its_group_joins_again_and_nothing_is_lost() throws Exception {
        VersionedSink sink = new VersionedSink();
        sendVersions(1, 5);
        Runner runner = run(sink);
        await().atMost(LONG_ENOUGH).until(() -> sink.shown.get() > 0);

        topic.throwOut(runner.group());
        sendVersions(6, 10);

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(sink.holds).isEqualTo(newest));
        awaitNoLag();
    }

    @Test
    void while_the_sink_is_down_everything_waits_and_then_nothing_is_missing() throws Exception {
        VersionedSink sink = new VersionedSink();
        sink.down = true;
        sendVersions(1, 10);
        Runner runner = run(sink);
        await().atMost(LONG_ENOUGH).until(() -> sink.refused.get() > 100);
        assertThat(topic.lag(runner.group())).isEqualTo(10L * ITEMS);

        sink.down = false;

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(sink.holds).isEqualTo(newest));
        awaitNoLag();
        assertThat(topic.read(runner.deadLetterTopic())).isEmpty();
    }

    @Test
    void each_version_in_order_reaches_a_sink_that_must_see_them_all() throws Exception {
        Map<ItemKey, List<Long>> seen = new ConcurrentHashMap<>();
        ChangeSink historian = new InstantSink(changes -> Mono.fromSupplier(() -> note(seen, changes)));
        sendVersions(1, 8);

        run(historian, RunnerOptions.defaults().withCompaction(false));

        awaitNoLag();
        assertThat(seen).hasSize(ITEMS).allSatisfy((key, versions) -> assertThat(versions)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L));
    }

    private static List<SinkOutcome> note(Map<ItemKey, List<Long>> seen, List<ChangeRecord> changes) {
        changes.forEach(change -> seen.computeIfAbsent(change.key(), key -> new CopyOnWriteArrayList<>())
                .add(change.version().value()));
        return changes.stream().map(change -> SinkOutcome.applied()).toList();
    }

    private void sendVersions(long from, long to) throws Exception {
        for (long version = from; version <= to; version++) {
            for (int item = 0; item < ITEMS; item++) {
                ChangeRecord change = Changes.change("item-" + item, version);
                newest.put(change.key(), change.version());
                topic.send(change);
            }
        }
        topic.flush();
    }

    private void sendUntil(Callable<Boolean> enough, long from) {
        AtomicLong version = new AtomicLong(from);
        await().atMost(LONG_ENOUGH).until(() -> {
            long next = version.getAndIncrement();
            sendVersions(next, next);
            return enough.call();
        });
    }

    private void awaitNoLag() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () -> assertThat(topic.lag(runners.get(0).group())).isZero());
    }

    private ConsumerRecord<String, byte[]> onlyDeadLetterOf(Runner runner) {
        List<ConsumerRecord<String, byte[]>> letters = topic.read(runner.deadLetterTopic());
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private Runner run(ChangeSink sink) {
        return run(sink, RunnerOptions.defaults());
    }

    private Runner run(ChangeSink sink, RunnerOptions options) {
        RecoveryPolicy quick = RecoveryPolicy.defaults().withPauses(Duration.ofMillis(5), Duration.ofMillis(50));
        Runner runner = new Runner(sink, options.withRecovery(quick));
        runners.add(runner);
        return runner;
    }

    /** A runner in its own consumer, as another process would have it. */
    private final class Runner {

        private final Sinks.Empty<Void> stop = Sinks.empty();
        private final Sinks.Empty<Void> stopped = Sinks.empty();
        private final ChangeSink sink;
        private final KafkaRoad road;

        Runner(ChangeSink sink, RunnerOptions options) {
            this.sink = sink;
            this.road = KafkaRoad.of(bootstrapServers, topic.module, sink.name(), KafkaRoadOptions.defaults());
            SinkRunner.of(sink, road.source(), road.deadLetters())
                    .withOptions(options)
                    .runUntil(stop.asMono())
                    .subscribe(null, stopped::tryEmitError, stopped::tryEmitEmpty);
        }

        String group() {
            return topic.module.named(sink.name().text());
        }

        String deadLetterTopic() {
            return topic.module.named(sink.name() + "-dead-letters");
        }

        void stop() {
            stop.tryEmitEmpty();
            stopped.asMono().block(LONG_ENOUGH);
            road.close();
        }
    }
}
