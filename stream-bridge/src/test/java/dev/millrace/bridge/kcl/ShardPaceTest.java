/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.streams.PollingPace.Page;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.polling.SleepTimeControllerConfig;

class ShardPaceTest {

    private static final long IDLE = Duration.ofSeconds(10).toMillis();
    private static final long LONGEST = Duration.ofSeconds(40).toMillis();

    private final ShardPace pace =
            new ShardPace(KclOptions.aws().withIdle(Duration.ofMillis(IDLE), Duration.ofMillis(LONGEST)));

    @Test
    void the_next_page_is_read_at_once_after_a_full_one() {
        assertThat(sleepAfter(Page.MOST_RECORDS)).isZero();
    }

    @Test
    void the_pause_counts_from_the_last_read_on() {
        assertThat(sleepAfter(1)).isBetween(IDLE / 2, IDLE);
        assertThat(pace.getSleepTimeMillis(
                        last(1, Instant.now().minusSeconds(Duration.ofHours(1).toSeconds()))))
                .isZero();
    }

    @Test
    void a_shard_without_anything_new_is_read_less_and_less_often() {
        for (int read = 0; read < 20; read++) {
            sleepAfter(0);
        }
        assertThat(sleepAfter(0)).isBetween(LONGEST / 2, LONGEST);
    }

    @Test
    void a_failed_read_is_tried_again_after_a_growing_pause_that_differs() {
        KclOptions quick = KclOptions.local();
        ShardPace failing = new ShardPace(quick);
        for (int failure = 0; failure < 30; failure++) {
            assertThat(failing.getSleepTimeMillis(failed()))
                    .isBetween(quick.idle().toMillis(), 5_000L);
        }
        assertThat(failing.getSleepTimeMillis(failed())).isBetween(2_500L, 5_000L);
    }

    private long sleepAfter(int records) {
        return pace.getSleepTimeMillis(last(records, Instant.now()));
    }

    private static SleepTimeControllerConfig last(int records, Instant at) {
        return SleepTimeControllerConfig.builder()
                .lastSuccessfulCall(at)
                .lastRecordsCount(records)
                .build();
    }

    private static SleepTimeControllerConfig failed() {
        return SleepTimeControllerConfig.builder().build();
    }
}
