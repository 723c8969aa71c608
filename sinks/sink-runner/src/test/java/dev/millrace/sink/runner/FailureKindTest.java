/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.context.MissingContextException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import dev.millrace.offload.MissingPayloadException;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.payload.PayloadException;
import dev.millrace.sink.RefusedChangeException;
import dev.millrace.sink.SinkName;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {

    private final RecoveryPolicy policy = RecoveryPolicy.defaults();

    static Stream<Throwable> infrastructure() {
        return Stream.of(
                new StoreUnavailableException("busy", null),
                new StoreMisconfiguredException("no table", null),
                new ConnectException(),
                new TimeoutException());
    }

    static Stream<Throwable> data() {
        return Stream.of(
                new RefusedChangeException("total must not be negative"),
                InvalidValueException.hidden("name", "must be short"),
                PayloadException.misfit(String.class, "lines[0]", "must be a number"),
                new MissingPayloadException(Tenant.of("acme"), new PayloadPointer("x", 1, "0".repeat(64))));
    }

    static Stream<Throwable> bugs() {
        return Stream.of(
                new NullPointerException(),
                new IllegalStateException(),
                new StackOverflowError(),
                new MissingContextException(),
                new SinkContractException(SinkName.of("x"), 1, 2));
    }

    @ParameterizedTest
    @MethodSource("infrastructure")
    void what_says_more_about_the_sink_than_about_the_change_is_infrastructure(Throwable failure) {
        assertThat(policy.kinds().apply(failure)).isEqualTo(FailureKind.INFRASTRUCTURE);
    }

    @ParameterizedTest
    @MethodSource("data")
    void what_says_that_this_change_can_never_be_taken_is_data(Throwable failure) {
        assertThat(policy.kinds().apply(failure)).isEqualTo(FailureKind.DATA);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everything_else_is_a_bug(Throwable failure) {
        assertThat(policy.kinds().apply(failure)).isEqualTo(FailureKind.BUG);
    }

    @Test
    void what_a_driver_throws_can_be_declared_to_be_of_a_kind() {
        RecoveryPolicy wider = policy.orTransient(UncheckedIOException.class::isInstance)
                .orData(ArithmeticException.class::isInstance);

        assertThat(wider.kinds().apply(new UncheckedIOException(new ConnectException())))
                .isEqualTo(FailureKind.INFRASTRUCTURE);
        assertThat(wider.kinds().apply(new ArithmeticException())).isEqualTo(FailureKind.DATA);
        assertThat(wider.kinds().apply(new IllegalStateException())).isEqualTo(FailureKind.BUG);
    }
}
