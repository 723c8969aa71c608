/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.kcl.KclOptions.Assignment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Shards that end and workers that come, leave and die, for half an hour: does the mode that the Kinesis client means for
 * migrations stay what it is, and does anything get lost? Run with {@code mvn verify -Psoak -pl stream-bridge}; {@code
 * -Dmillrace.soak.minutes} sets another length, {@code -Dmillrace.soak.assignment=LEADER} who hands out the shards.
 */
class KclSoak {

    private static final Logger log = LoggerFactory.getLogger(KclSoak.class);

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("millrace.soak.minutes", 30));
    private static final Assignment ASSIGNMENT =
            Assignment.valueOf(System.getProperty("millrace.soak.assignment", Assignment.EACH_WORKER.name()));
    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int VERSIONS_PER_STEP = 40;

    private final KclFixture stream = new KclFixture();
    private final Deque<MortalWorker> alive = new ArrayDeque<>();
    private final Set<String> carried = new HashSet<>();
    private final Set<String> modes = new TreeSet<>();

    private int workers;
    private int versions;
    private int cancelled;
    private long longestMillis;

    @AfterEach
    void close() {
        alive.forEach(MortalWorker::close);
        stream.close();
    }

    @Test
    void the_mode_stays_put_and_nothing_is_lost_while_shards_end_and_workers_come_and_go() {
        long end = System.nanoTime() + LENGTH.toNanos();
        join();
        join();
        for (int round = 1; System.nanoTime() < end; round++) {
            long next = System.nanoTime() + ROUND.toNanos();
            step("nothing");
            stream.roll();
            step("a shard ended");
            retire();
            step("a worker left");
            kill();
            stream.roll();
            step("a worker died and a shard ended");
            log.info(
                    "round {}: {} changes carried, {} workers so far, {} stops cancelled, longest delay {} ms, modes {}",
                    round,
                    carried.size(),
                    workers,
                    cancelled,
                    longestMillis,
                    modes);
            await().atMost(PATIENCE).until(() -> System.nanoTime() >= next);
        }
        assertThat(modes).as("the states that the workers agreed on").hasSize(1);
    }

    private void join() {
        KclOptions options = KclOptions.local().withAssignment(ASSIGNMENT).withWorkerId("worker-" + ++workers);
        alive.add(new MortalWorker(stream, options));
    }

    private void retire() {
        MortalWorker oldest = alive.remove();
        if (!oldest.stopsWithin(PATIENCE)) {
            cancelled++; // as the bridge does after its drain timeout
        }
        forget(oldest);
        join();
    }

    private void kill() {
        MortalWorker oldest = alive.remove();
        oldest.die();
        forget(oldest);
        join();
    }

    private void forget(MortalWorker worker) {
        carried.addAll(worker.probe().history());
        worker.close();
    }

    private void step(String after) {
        int last = versions + VERSIONS_PER_STEP;
        List<String> expected = IntStream.rangeClosed(versions + 1, last)
                .mapToObj(Integer::toString)
                .toList();
        long begin = System.nanoTime();
        stream.write(versions + 1, last);
        versions = last;
        await(after).atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> {
            alive.forEach(worker -> carried.addAll(worker.probe().history()));
            return carried.containsAll(expected);
        });
        longestMillis = Math.max(
                longestMillis, Duration.ofNanos(System.nanoTime() - begin).toMillis());
        noteMode();
    }

    /** Where the workers keep which version of the Kinesis client they all behave like. */
    private void noteMode() {
        stream.client().scan(scan -> scan.tableName("bridge-CoordinatorState")).join().items().stream()
                .map(KclSoak::mode)
                .filter(mode -> !mode.isEmpty())
                .forEach(modes::add);
    }

    private static String mode(Map<String, AttributeValue> row) {
        AttributeValue version = row.get("cv");
        return version == null ? "" : version.s();
    }
}
