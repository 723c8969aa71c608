/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoMomentsTest {

    private static final long YEAR_0 = -62_167_219_200L;
    private static final long YEAR_9999 = 253_402_300_799L;

    @Property
    void a_moment_is_read_as_it_was_written_and_as_the_jdk_reads_it(
            @ForAll @LongRange(min = YEAR_0, max = YEAR_9999) long seconds,
            @ForAll @IntRange(max = 999_999_999) int nanos) {
        Instant moment = Instant.ofEpochSecond(seconds, nanos);
        assertThat(IsoMoments.parse(moment.toString())).isEqualTo(moment);
        assertThat(OffsetDateTime.parse(moment.toString()).toInstant()).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T09:30:00Z",
                "2026-11-23T09:30:00.5Z",
                "2026-11-23T09:30:00.000000001Z",
                "2026-11-23T09:30Z",
                "2026-11-23T09:30:00+01:00",
                "2026-11-23T09:30:00.123+00:00",
                "+12026-11-23T09:30:00.005Z",
                "-0001-11-23T09:30:00Z"
            })
    void what_others_write_is_read_as_well(String text) {
        assertThat(IsoMoments.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @Test
    void the_first_and_the_last_moment_that_java_knows_are_read() {
        assertThat(IsoMoments.parse(Instant.MIN.toString())).isEqualTo(Instant.MIN);
        assertThat(IsoMoments.parse(Instant.MAX.toString())).isEqualTo(Instant.MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-23",
                "2026-11-23T09:30:00",
                "2026-13-23T09:30:00Z",
                "2026-02-29T09:30:00Z",
                "2026-11-23T25:30:00Z",
                "2026-11-23 09:30:00Z",
                "2026-11-23T09:30:00.Z1",
                "2026-11-23T09:30:00,5Z",
                "2026-11-23T09:30:00.5x5Z",
                "2026-11-23T09:30:00.1234567890Z"
            })
    void what_is_no_moment_is_refused(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> IsoMoments.parse(text));
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> OffsetDateTime.parse(text));
    }
}
