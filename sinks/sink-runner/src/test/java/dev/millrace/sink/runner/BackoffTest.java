/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Test
    void doubles_with_every_attempt_up_to_the_longest_pause() {
        Backoff backoff = new Backoff(FIRST, LONGEST, () -> 0);

        assertThat(backoff.after(1)).isEqualTo(FIRST);
        assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.after(9)).isEqualTo(Duration.ofMillis(25_600));
        assertThat(backoff.after(10)).isEqualTo(LONGEST);
    }

    @Test
    void stays_at_the_longest_pause_for_ever() {
        assertThat(new Backoff(FIRST, LONGEST, () -> 0).after(Integer.MAX_VALUE))
                .isEqualTo(LONGEST);
    }

    @Test
    void takes_off_at_most_half_at_random() {
        assertThat(new Backoff(FIRST, LONGEST, () -> 1).after(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(new Backoff(FIRST, LONGEST, () -> 0.5).after(1)).isEqualTo(Duration.ofMillis(75));
    }
}
