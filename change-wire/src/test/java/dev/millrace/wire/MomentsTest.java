/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

    private static final long FIRST_OF_SHAPE = -62_167_219_200_000L;
    private static final long LAST_OF_SHAPE = 253_402_300_799_999L;

    @Property
    void a_moment_of_the_first_ten_millennia_is_read_as_written_and_as_the_jdk_reads_it(
            @ForAll @LongRange(min = FIRST_OF_SHAPE, max = LAST_OF_SHAPE) long millis) throws BrokenRuleException {
        Instant moment = Instant.ofEpochMilli(millis);
        String text = Moments.text(moment);
        assertThat(text).hasSize("2026-11-23T09:30:00.005Z".length());
        assertThat(Moments.parse("at", text)).isEqualTo(moment);
        assertThat(Instant.parse(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource({
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
        "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
        "+12026-11-23T09:30:00.005Z, +12026-11-23T09:30:00.005Z",
        "-0001-11-23T09:30:00Z, -0001-11-23T09:30:00.000Z"
    })
    void a_moment_is_written_with_three_digits_of_the_second(String moment, String text) throws BrokenRuleException {
        assertThat(Moments.text(Instant.parse(moment))).isEqualTo(text);
        assertThat(Moments.parse("at", text)).isEqualTo(Instant.parse(moment));
    }

    @Test
    void a_moment_with_more_digits_or_an_offset_is_read_too() throws BrokenRuleException {
        assertThat(Moments.parse("at", "2026-11-23T10:30:00.005001+01:00"))
                .isEqualTo(Instant.parse("2026-11-23T09:30:00.005001Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-23",
                "2026-11-23T09:30:00.005",
                "2026-02-30T09:30:00.005Z",
                "2026-11-23T25:30:00.005Z",
                "2026-11-23 09:30:00.005Z",
                "２026-11-23T09:30:00.005Z",
                "1795426200005"
            })
    void a_text_that_is_no_moment_breaks_a_rule_without_being_quoted(String text) {
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> Moments.parse("at", text))
                .withMessage("body field at must be a moment in ISO 8601")
                .withNoCause();
    }
}
