/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.item.InvalidValueException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
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
        assertRefused(() -> recovery.withMaxGivenUpInARow(0), "maxGivenUpInARow");
    }

    @Test
    void pauses_are_positive_and_grow() {
        assertRefused(() -> recovery.withPauses(Duration.ZERO, Duration.ofSeconds(1)), "firstPause");
        assertRefused(() -> recovery.withPauses(Duration.ofSeconds(2), Duration.ofSeconds(1)), "longestPause");
    }

    @Test
    void an_outage_is_what_says_more_about_the_sink_than_about_the_change() {
        assertThat(RecoveryPolicy.isOutage(new StoreUnavailableException("busy", null)))
                .isTrue();
        assertThat(RecoveryPolicy.isOutage(new StoreMisconfiguredException("no table", null)))
                .isTrue();
        assertThat(RecoveryPolicy.isOutage(new ConnectException())).isTrue();
        assertThat(RecoveryPolicy.isOutage(new TimeoutException())).isTrue();
        assertThat(RecoveryPolicy.isOutage(InvalidValueException.hidden("name", "must be short")))
                .isFalse();
        assertThat(RecoveryPolicy.isOutage(new NullPointerException())).isFalse();
    }

    @Test
    void what_a_driver_throws_can_be_declared_transient_beside_the_rest() {
        RecoveryPolicy wider = recovery.orTransient(UncheckedIOException.class::isInstance);

        assertThat(wider.transientFailure().test(new UncheckedIOException(new ConnectException())))
                .isTrue();
        assertThat(wider.transientFailure().test(new TimeoutException())).isTrue();
        assertThat(wider.transientFailure().test(new IllegalStateException())).isFalse();
    }

    private static void assertRefused(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidValueException.class)
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith(what + " ");
    }
}
