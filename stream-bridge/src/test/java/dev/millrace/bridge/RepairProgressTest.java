/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepairProgressTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T10:00:00.123Z");
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private final RepairProgress half =
            RepairProgress.begin(SINCE, NOW).with(0).with(7).with(CommandTable.PARTS - 1);

    @Test
    void it_is_read_as_it_was_written() {
        assertThat(RepairProgress.read(half.place())).contains(half);
        assertThat(half.isLeft(7)).isFalse();
        assertThat(half.isLeft(8)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHARD_END",
                "4711",
                "2026-01-01T10:00:00Z 2026-01-01T10:00:00Z 16 ff",
                "yesterday today 256 ff",
                "2026-01-01T10:00:00Z 2026-01-01T10:00:00Z 256 none"
            })
    void what_is_no_progress_of_a_table_with_as_many_parts_is_none(String text) {
        assertThat(RepairProgress.read(SequenceNumber.of(text))).isEmpty();
    }

    @Test
    void only_a_repair_of_as_much_that_is_not_old_may_go_on() {
        assertThat(half.covers(SINCE, NOW.plus(Duration.ofHours(11)))).isTrue();
        assertThat(half.covers(SINCE.minusMillis(1), NOW)).as("more is lost").isFalse();
        assertThat(half.covers(SINCE, NOW.plus(Duration.ofHours(12))))
                .as("more may be lost since")
                .isFalse();
    }
}
