/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.MillraceException;
import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RunnerOptionsTest {

    private final RunnerOptions options = RunnerOptions.defaults();
    private final RecoveryPolicy recovery = RecoveryPolicy.defaults();

    @Test
    void the_number_of_lanes_is_a_power_of_two() {
        assertThat(options.withLanes(1024).lanes()).isEqualTo(1024);
        assertRefused(() -> options.withLanes(0), "lanes");
        assertRefused(() -> options.withLanes(3), "lanes");
        assertRefused(() -> options.withLanes(2048), "lanes");
    }

    @Test
    void every_bound_has_room_for_something() {
        assertRefused(() -> options.withMaxBatch(0), "maxBatch");
        assertRefused(() -> options.withMaxInFlight(0, 1), "maxInFlight");
        assertRefused(() -> options.withMaxInFlight(1, 0), "maxInFlightBytes");
        assertRefused(() -> options.withDrainTimeout(Duration.ZERO), "drainTimeout");
        assertRefused(() -> recovery.withAttemptTimeout(Duration.ZERO), "attemptTimeout");
        assertRefused(() -> recovery.withMaxAttempts(0), "maxAttempts");
        assertRefused(() -> recovery.withMostAlike(0), "mostAlike");
    }

    @Test
    void pauses_are_positive_and_grow() {
        assertRefused(() -> recovery.withPauses(Duration.ZERO, Duration.ofSeconds(1)), "firstPause");
        assertRefused(() -> recovery.withPauses(Duration.ofSeconds(2), Duration.ofSeconds(1)), "longestPause");
    }

    @Test
    void a_pause_between_questions_is_positive_and_something_is_redriven() {
        ParkingOptions parking = ParkingOptions.defaults();

        assertRefused(() -> parking.withPoll(Duration.ZERO), "poll");
        assertRefused(() -> parking.withRefresh(Duration.ZERO), "refresh");
        assertRefused(() -> parking.withRedrives(0), "redrives");
    }

    private static void assertRefused(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidValueException.class)
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith(what + " ");
    }
}
