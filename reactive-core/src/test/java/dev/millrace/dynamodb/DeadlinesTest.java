/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class DeadlinesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    private final Deadlines deadlines = new Deadlines(PATIENCE);
    private final List<String> late = new ArrayList<>();

    @AfterEach
    void real_time() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void what_does_not_end_is_late_once_and_within_the_longest_time() {
        deadlines.begin(() -> late.add("call"));
        time.advanceTimeBy(PATIENCE);
        assertThat(late).isEmpty();
        time.advanceTimeBy(deadlines.longest().minus(PATIENCE));
        assertThat(late).containsExactly("call");
        time.advanceTimeBy(PATIENCE.multipliedBy(3));
        assertThat(late).containsExactly("call");
    }

    @Test
    void nothing_is_late_early_however_short_before_a_look_it_began() {
        deadlines.begin(() -> late.add("first"));
        time.advanceTimeBy(Duration.ofSeconds(1).minus(MOMENT));
        deadlines.begin(() -> late.add("second"));
        time.advanceTimeBy(PATIENCE);
        assertThat(late).doesNotContain("second");
        time.advanceTimeBy(MOMENT);
        assertThat(late).containsExactly("first", "second");
    }

    @Test
    void a_part_of_a_second_counts_as_patience_too() {
        Deadlines uneven = new Deadlines(Duration.ofMillis(1_500));
        uneven.begin(() -> late.add("call"));
        time.advanceTimeBy(Duration.ofMillis(1_500));
        assertThat(late).isEmpty();
        time.advanceTimeBy(uneven.longest().minusMillis(1_500));
        assertThat(late).containsExactly("call");
    }

    @Test
    void what_ends_in_time_is_never_late_and_what_hangs_beside_it_is() {
        List<Disposable> ending = IntStream.range(0, 1_000)
                .mapToObj(n -> deadlines.begin(() -> late.add("ended")))
                .toList();
        deadlines.begin(() -> late.add("hanging"));
        ending.forEach(Disposable::dispose);
        time.advanceTimeBy(deadlines.longest());
        assertThat(late).containsExactly("hanging");
    }

    @Test
    void nobody_looks_when_nothing_is_waited_for_and_somebody_does_again_afterwards() {
        deadlines.begin(() -> late.add("ended")).dispose();
        time.advanceTimeBy(Duration.ofSeconds(1));
        long looks = time.getScheduledTaskCount();
        time.advanceTimeBy(PATIENCE);
        assertThat(time.getScheduledTaskCount()).isEqualTo(looks);
        deadlines.begin(() -> late.add("hanging"));
        time.advanceTimeBy(deadlines.longest());
        assertThat(late).containsExactly("hanging");
    }
}
