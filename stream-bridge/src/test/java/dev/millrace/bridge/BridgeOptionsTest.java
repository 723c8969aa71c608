/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BridgeOptionsTest {

    private final BridgeOptions options = BridgeOptions.defaults();

    @Test
    void numbers_that_would_stop_the_bridge_are_refused() {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> options.withMaxInFlight(0));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> options.withMaxInFlightBytes(0));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> options.withCheckpointInterval(Duration.ZERO));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> options.withDrainTimeout(Duration.ofSeconds(-1)));
    }

    @Test
    void pauses_between_restarts_double_up_to_the_longest() {
        BridgeOptions quick = options.withRestartPauses(Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(quick.pauseAfter(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(quick.pauseAfter(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(quick.pauseAfter(2)).isEqualTo(Duration.ofSeconds(4));
        assertThat(quick.pauseAfter(3)).isEqualTo(Duration.ofSeconds(5));
        assertThat(quick.pauseAfter(Long.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    }
}
