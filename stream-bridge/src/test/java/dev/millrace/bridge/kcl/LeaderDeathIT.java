/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The worker that hands out shards dies; it is the one that started first, alone. */
@Timeout(120)
class LeaderDeathIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KclFixture stream = new KclFixture();

    @AfterEach
    void close() {
        stream.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_other_worker_takes_over_and_still_finds_new_shards(KclOptions.Assignment assignment) {
        KclOptions options = KclOptions.local().withAssignment(assignment);
        try (MortalWorker leader = new MortalWorker(stream, options.withWorkerId("first"));
                MortalWorker other = successor(leader, options.withWorkerId("second"))) {
            leader.die();
            stream.write(6, 10);
            stream.roll();
            stream.write(11, 15);
            awaitVersions(15, leader, other);
            stream.roll();
            stream.write(16, 20);
            awaitVersions(20, leader, other);

            assertThat(other.probe().history()).as("in order").containsSubsequence(versions(6, 20));
        }
    }

    /** Starts once the leader leads, and reads nothing yet: the leader has the only shard. */
    private MortalWorker successor(MortalWorker leader, KclOptions options) {
        stream.write(1, 5);
        leader.probe().awaitHistory("1", "2", "3", "4", "5");
        return new MortalWorker(stream, options);
    }

    private static void awaitVersions(int last, MortalWorker... workers) {
        await().atMost(PATIENCE).until(() -> Stream.of(workers)
                .flatMap(worker -> worker.probe().history().stream())
                .toList()
                .containsAll(versions(1, last)));
    }

    private static List<String> versions(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }
}
