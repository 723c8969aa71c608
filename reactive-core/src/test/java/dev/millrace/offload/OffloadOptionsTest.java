/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OffloadOptionsTest {

    @Test
    void the_defaults_are_as_documented() {
        assertThat(OffloadOptions.defaults()).isEqualTo(new OffloadOptions(262_144, 8, 33_554_432));
        assertThat(SweepOptions.defaults().grace()).isEqualTo(Duration.ofDays(7));
        assertThat(SweepOptions.defaults().dryRun()).isTrue();
        assertThat(SweepOptions.defaults().removing().dryRun()).isFalse();
    }

    @Test
    void numbers_out_of_range_are_refused_by_name() {
        OffloadOptions defaults = OffloadOptions.defaults();
        assertThatThrownBy(() -> defaults.withThresholdBytes(1023))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("thresholdBytes \"1023\" must be from 1024 to 393216");
        assertThatThrownBy(() -> defaults.withThresholdBytes(393_217)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> defaults.withConcurrency(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> defaults.withBatchBytes(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> SweepOptions.defaults().withGrace(Duration.ofMinutes(59)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("grace \"PT59M\"");
    }
}
