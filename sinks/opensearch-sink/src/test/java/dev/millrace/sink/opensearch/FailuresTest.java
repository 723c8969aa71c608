/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    private static MillraceException of(int status) {
        return Failures.of("orders", status, "some_exception");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void what_passes_is_worth_another_try(int status) {
        assertThat(of(status))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("index orders cannot be used now: some_exception");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 405, 413})
    void what_has_to_be_mended_says_so(int status) {
        assertThat(of(status)).isInstanceOf(StoreMisconfiguredException.class).hasMessageContaining("orders");
    }

    @Test
    void a_request_that_is_refused_as_a_whole_is_the_fault_of_what_it_holds() {
        assertThat(of(400))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("request was refused by OpenSearch: some_exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Some Text", "secret-1", "x\ny"})
    void what_is_no_type_of_error_is_not_repeated(String type) {
        assertThat(Failures.describe(400, type)).isEqualTo("status 400");
        assertThat(Failures.describe(400, null)).isEqualTo("status 400");
    }

    @Test
    void a_failure_of_the_connection_is_kept_as_the_cause_and_any_other_is_not() {
        ConnectException refused = new ConnectException("Connection refused");

        assertThat(Failures.of("orders", new CompletionException(refused)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasCause(refused);
        assertThat(Failures.of("orders", new QuotingException()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("index orders cannot be used now: QuotingException")
                .hasNoCause();
    }

    @Test
    void a_failure_in_our_words_stays_as_it_is() {
        MillraceException own = InvalidValueException.hidden("x", "must be y");

        assertThat(Failures.of("orders", own)).isSameAs(own);
    }

    /** As a parser throws it that shows the place. */
    private static final class QuotingException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
