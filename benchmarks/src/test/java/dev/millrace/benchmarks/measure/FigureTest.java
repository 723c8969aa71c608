/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {

    private static final Target RATIO = Target.atLeast(0.95, 0.90);
    private static final Target BYTES = Target.atMost(4_096, 8_192);

    @Test
    void a_median_that_reaches_the_target_has_met_it() {
        assertThat(RATIO.judge(new Interval(0.5, 0.95, 1.2))).isEqualTo(Verdict.MET);
        assertThat(BYTES.judge(new Interval(1_000, 4_096, 9_000))).isEqualTo(Verdict.MET);
    }

    @Test
    void a_median_between_target_and_floor_is_short_of_it() {
        assertThat(RATIO.judge(Interval.exactly(0.92))).isEqualTo(Verdict.SHORT);
        assertThat(BYTES.judge(Interval.exactly(5_000))).isEqualTo(Verdict.SHORT);
    }

    @Test
    void a_median_beyond_the_floor_has_failed_only_if_its_whole_interval_has() {
        assertThat(RATIO.judge(new Interval(0.5, 0.8, 0.91))).isEqualTo(Verdict.SHORT);
        assertThat(RATIO.judge(new Interval(0.5, 0.8, 0.89))).isEqualTo(Verdict.FAILED);
        assertThat(BYTES.judge(new Interval(8_000, 9_000, 10_000))).isEqualTo(Verdict.SHORT);
        assertThat(BYTES.judge(new Interval(8_193, 9_000, 10_000))).isEqualTo(Verdict.FAILED);
    }

    @Test
    void one_request_more_than_counted_before_breaks_the_gate() {
        Target one = Target.atMost(1);
        assertThat(Figure.counted("requests", "", 200.0 / 200, one).breaksGate())
                .isFalse();
        assertThat(Figure.counted("requests", "", 201.0 / 200, one).breaksGate())
                .isTrue();
    }

    @Test
    void a_time_breaks_no_gate_however_bad() {
        Figure slow = Figure.of("ratio", "", Interval.exactly(0.1), RATIO);
        assertThat(slow.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(slow.breaksGate()).isFalse();
    }

    @Test
    void noise_makes_a_figure_inconclusive_whether_it_looks_good_or_bad() {
        assertThat(Figure.of("ratio", "", Interval.exactly(0.1), RATIO)
                        .provided(false)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Figure.of("ratio", "", Interval.exactly(1), RATIO)
                        .provided(false)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Figure.of("ratio", "", Interval.exactly(1), RATIO)
                        .provided(true)
                        .verdict())
                .isEqualTo(Verdict.MET);
    }

    @Test
    void a_figure_without_a_target_is_reported() {
        assertThat(Figure.of("rate", "1/s", Interval.exactly(1), Target.none()).verdict())
                .isEqualTo(Verdict.REPORTED);
    }
}
