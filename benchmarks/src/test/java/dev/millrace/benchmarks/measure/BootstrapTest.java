/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void the_middle_is_the_median_whatever_the_outliers() {
        assertThat(Bootstrap.median(3, 1, 1_000).middle()).isEqualTo(3);
        assertThat(Bootstrap.median(4, 1, 1_000, 2).middle()).isEqualTo(3);
    }

    @Test
    void equal_samples_leave_no_doubt() {
        assertThat(Bootstrap.median(7, 7, 7, 7)).isEqualTo(Interval.exactly(7));
    }

    @Test
    void the_interval_holds_the_true_median_about_95_times_in_100() {
        Random random = new Random(1);
        int held = 0;
        for (int trial = 0; trial < 200; trial++) {
            Interval interval = Bootstrap.median(
                    random.doubles(15).map(sample -> sample * sample).toArray());
            held += interval.low() <= 0.25 && 0.25 <= interval.high() ? 1 : 0;
        }
        assertThat(held).isBetween(180, 198);
    }

    @Test
    void more_samples_narrow_the_interval() {
        Random random = new Random(2);
        Interval few = Bootstrap.median(random.doubles(8).toArray());
        Interval many = Bootstrap.median(random.doubles(200).toArray());
        assertThat(many.high() - many.low()).isLessThan((few.high() - few.low()) / 2);
    }

    @Test
    void the_samples_are_left_as_they_are_and_give_the_same_answer_again() {
        double[] samples = {3, 1, 2};
        assertThat(Bootstrap.median(samples)).isEqualTo(Bootstrap.median(samples));
        assertThat(samples).containsExactly(3, 1, 2);
    }

    @Test
    void nothing_has_no_median() {
        assertThatIllegalArgumentException().isThrownBy(Bootstrap::median);
    }
}
