/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies(300);

    private void came(int number, long millis) {
        latencies.came(number, Duration.ofMillis(millis).toNanos());
    }

    @Test
    void the_slowest_are_those_of_the_slice_alone_in_whatever_order_they_came() {
        IntStream.range(0, 300).map(n -> 299 - n).forEach(n -> came(n, n + 1));

        assertThat(latencies.slowest(0, 101)).isEqualTo(100.0);
        assertThat(latencies.slowest(150, 101)).isEqualTo(250.0);
    }

    @Test
    void a_change_that_comes_again_counts_as_it_came_first() {
        came(7, 3);
        came(7, 900);

        assertThat(latencies.slowest(7, 1)).isEqualTo(3.0);
        assertThat(latencies.missing()).isEqualTo(299);
    }

    @Test
    void nothing_is_said_of_changes_that_have_not_come() {
        came(0, 5);

        assertThatIllegalStateException().isThrownBy(() -> latencies.slowest(0, 2));
    }
}
