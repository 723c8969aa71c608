/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class DuelTest {

    private static final long QUIET = 20_000_000;
    private static final NoiseMeter SILENCE = NoiseMeter.over(() -> QUIET);

    private final AtomicReference<byte[]> kept = new AtomicReference<>();

    @Test
    void the_arms_warm_up_and_then_take_turns_so_that_drift_befalls_both() {
        List<String> turns = new ArrayList<>();
        new Duel(10, 5, 4, SILENCE).between(n -> turns.add("ours " + n), n -> turns.add("raw " + n));
        assertThat(turns)
                .containsExactly(
                        "ours 10", "raw 10", "ours 5", "raw 5", "raw 5", "ours 5", "ours 5", "raw 5", "raw 5",
                        "ours 5");
    }

    @Test
    void bytes_beyond_the_raw_arm_are_found() {
        Comparison found = new Duel(10, 1_000, 6, SILENCE).between(n -> allocate(n, 3_000), n -> allocate(n, 1_000));
        assertThat(found.difference(Block::bytes).middle()).isCloseTo(2_000, within(60.0));
        assertThat(found.ratio(Block::bytes).middle()).isCloseTo(3_016 / 1_016.0, within(0.1));
    }

    @Test
    void what_an_arm_does_beside_its_operations_counts_for_nothing() {
        Arm prepared = new Arm() {

            private Block making = Block.of(0, () -> {});

            @Override
            public void run(long operations) {
                making = Block.of(operations, () -> allocate(operations, 2_000));
                allocate(operations, 1_000);
            }

            @Override
            public long asideNanos() {
                return making.wallNanos();
            }

            @Override
            public Usage asideUsage() {
                return making.usage();
            }
        };
        Comparison found = new Duel(10, 1_000, 6, SILENCE).between(prepared, n -> allocate(n, 1_000));
        assertThat(found.difference(Block::bytes).middle()).isCloseTo(0, within(60.0));
    }

    private void allocate(long times, int bytes) {
        for (long time = 0; time < times; time++) {
            kept.set(new byte[bytes]);
        }
    }

    @Test
    void pairs_that_a_neighbour_disturbed_do_not_count() {
        AtomicInteger calls = new AtomicInteger();
        NoiseMeter neighbour = NoiseMeter.over(() -> calls.incrementAndGet() == 4 ? 10 * QUIET : QUIET);
        Comparison found = new Duel(1, 1, 4, neighbour).between(n -> {}, n -> {});
        assertThat(found.quietPairs()).isEqualTo(3);
        assertThat(found.isQuiet()).isTrue();
    }

    @Test
    void when_most_pairs_were_disturbed_there_is_no_answer() {
        AtomicInteger calls = new AtomicInteger();
        NoiseMeter crowd = NoiseMeter.over(() -> calls.incrementAndGet() == 1 ? QUIET : 2 * QUIET);
        assertThat(new Duel(1, 1, 4, crowd).between(n -> {}, n -> {}).isQuiet()).isFalse();
    }

    @Test
    void a_closed_loop_runs_each_operation_once_with_a_number_of_its_own() {
        List<Long> numbers = new ArrayList<>();
        ClosedLoop loop = ClosedLoop.of(3, number -> Mono.fromRunnable(() -> numbers.add(number)));
        loop.run(5);
        loop.run(2);
        assertThat(numbers).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }
}
