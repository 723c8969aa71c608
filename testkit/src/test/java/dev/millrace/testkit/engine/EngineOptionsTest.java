/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {

    @Test
    void the_defaults_are_half_a_gigabyte_and_a_minute() {
        assertThat(EngineOptions.defaults()).isEqualTo(new EngineOptions(512, Duration.ofMinutes(1)));
    }

    @Test
    void each_option_can_be_changed_alone() {
        EngineOptions options =
                EngineOptions.defaults().withHeapMegabytes(1024).withStartTimeout(Duration.ofSeconds(5));

        assertThat(options).isEqualTo(new EngineOptions(1024, Duration.ofSeconds(5)));
    }

    @Test
    void a_heap_in_which_no_engine_fits_is_refused() {
        assertThatThrownBy(() -> EngineOptions.defaults().withHeapMegabytes(63))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("heapMegabytes \"63\" must be at least 64");
    }

    @Test
    void a_start_that_may_take_no_time_is_refused() {
        assertThatThrownBy(() -> EngineOptions.defaults().withStartTimeout(Duration.ZERO))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("startTimeout \"PT0S\" must be positive");
    }
}
