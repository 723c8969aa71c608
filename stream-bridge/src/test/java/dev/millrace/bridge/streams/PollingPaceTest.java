/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.streams.PollingPace.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollingPaceTest {

    private static final Duration BUSY = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final PollingPace pace = new PollingPace(BUSY, LONGEST);

    @Test
    void there_is_no_pause_after_a_full_page_and_a_short_one_after_another() {
        assertThat(pace.after(Page.FULL)).isZero();
        assertThat(pace.after(Page.PARTIAL)).isEqualTo(BUSY);
    }

    @Test
    void a_few_empty_pages_change_nothing_and_many_lengthen_the_pause_up_to_the_longest() {
        assertThat(pauses(14))
                .startsWith(BUSY, BUSY, BUSY)
                .endsWith(BUSY.multipliedBy(2), BUSY.multipliedBy(4), LONGEST, LONGEST);
        for (int page = 0; page < 100; page++) {
            assertThat(pace.after(Page.EMPTY)).isEqualTo(LONGEST);
        }
    }

    @Test
    void something_to_read_brings_the_short_pause_back() {
        pauses(20);
        assertThat(pace.after(Page.PARTIAL)).isEqualTo(BUSY);
        assertThat(pace.after(Page.EMPTY)).isEqualTo(BUSY);
    }

    @Test
    void a_page_is_full_by_count_or_by_size() {
        assertThat(Page.of(0, 0)).isEqualTo(Page.EMPTY);
        assertThat(Page.of(999, 1000)).isEqualTo(Page.PARTIAL);
        assertThat(Page.of(1000, 1000)).isEqualTo(Page.FULL);
        assertThat(Page.of(3, 900 << 10)).isEqualTo(Page.FULL);
    }

    private List<Duration> pauses(int emptyPages) {
        List<Duration> pauses = new ArrayList<>();
        for (int page = 0; page < emptyPages; page++) {
            pauses.add(pace.after(Page.EMPTY));
        }
        return pauses;
    }
}
