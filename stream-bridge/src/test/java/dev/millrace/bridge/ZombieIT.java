/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.change.ChangeRecord;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/** A worker's process is stopped for longer than its leases last, another worker takes over, and the first one wakes. */
@Tag("slow")
@Timeout(180)
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class ZombieIT {

    private static final Logger log = LoggerFactory.getLogger(ZombieIT.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ITEMS = 20;

    private final LocalRoad road;
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final List<Long> saved = new CopyOnWriteArrayList<>();
    private final AtomicLong tookOver = new AtomicLong();

    @TempDir
    private Path folder;

    private Process first;

    ZombieIT(DynamoDbLocal dynamo, KafkaBroker kafka) {
        road = new LocalRoad(dynamo, kafka);
    }

    @AfterEach
    void close() {
        stop.tryEmitEmpty();
        if (first != null) {
            first.destroyForcibly();
        }
        road.close();
    }

    @Test
    void it_changes_neither_the_checkpoint_nor_the_order_of_the_topic() throws IOException, InterruptedException {
        first = start();
        road.write(ITEMS, 1, 10);
        List<ChangeRecord> topic = new ArrayList<>(road.readChanges(read -> isComplete(read, 1, 10)));

        var second = road.bridge("second", new Heir()).runUntil(stop.asMono()).toFuture();
        road.write(ITEMS, 11, 15);
        topic.addAll(road.readChanges(read -> isComplete(read, 11, 15)));

        signal("STOP");
        long stopped = System.nanoTime();
        road.write(ITEMS, 16, 20);
        topic.addAll(road.readChanges(read -> isComplete(read, 16, 20)));
        log.info("the second worker took over after {}", Duration.ofNanos(tookOver.get() - stopped));

        signal("CONT");
        await().atMost(PATIENCE).until(() -> Files.readString(log()).contains("lost to another worker"));
        road.write(ITEMS, 21, 30);
        topic.addAll(road.readChanges(read -> isComplete(read, 21, 30)));
        stop.tryEmitEmpty();
        assertThat(second).succeedsWithin(PATIENCE);

        assertThat(saved).as("checkpoints").isSorted();
        assertThat(topic.stream()
                        .collect(groupingBy(
                                ChangeRecord::key,
                                mapping(change -> change.version().value(), toList()))))
                .hasSize(ITEMS)
                .allSatisfy((item, versions) -> assertThat(versions.stream().distinct())
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 30).boxed().toList()));
    }

    private static boolean isComplete(List<ChangeRecord> read, long from, long to) {
        return read.stream()
                        .filter(change -> change.version().value() >= from
                                && change.version().value() <= to)
                        .distinct()
                        .count()
                == ITEMS * (to - from + 1);
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BridgeWorker.class.getName()));
        command.addAll(road.arguments("first"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return folder.resolve("first.log");
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(first.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private final class Heir implements BridgeListener {

        @Override
        public void shardStarted(ShardId shard) {
            tookOver.set(System.nanoTime());
        }

        @Override
        public void checkpointSaved(ShardId shard, SequenceNumber upTo) {
            saved.add(Long.parseLong(upTo.text()));
        }
    }
}
