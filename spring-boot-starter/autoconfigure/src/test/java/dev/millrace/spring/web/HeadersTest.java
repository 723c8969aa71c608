/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.context.Origin;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class HeadersTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void a_version_is_a_strong_entity_tag_and_back() {
        assertThat(ETags.of(Version.of(7))).isEqualTo("\"7\"");
        assertThat(ETags.parse("\"7\"")).isEqualTo(Version.of(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "W/\"7\"", "\"x\"", "\"\"", "\"-1\"", "\"99999999999\""})
    void what_is_no_version_in_quotes_is_refused(String tag) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> ETags.parse(tag));
    }

    @Test
    void preconditions_name_the_state_that_is_expected() {
        assertThat(expected(HttpHeaders.IF_MATCH, "\"7\"")).isEqualTo(ExpectedVersion.exactly(Version.of(7)));
        assertThat(expected(HttpHeaders.IF_MATCH, "*")).isEqualTo(ExpectedVersion.latest());
        assertThat(expected(HttpHeaders.IF_NONE_MATCH, "*")).isEqualTo(ExpectedVersion.absent());
        assertThat(ETags.expected(new HttpHeaders())).isNull();
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> expected(HttpHeaders.IF_NONE_MATCH, "\"7\""));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> expected(HttpHeaders.IF_MATCH, "\"7\", \"8\""));
    }

    private static ExpectedVersion expected(String header, String value) {
        HttpHeaders headers = new HttpHeaders();
        headers.add(header, value);
        return ETags.expected(headers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5 | 5 | ''",
                "WAIT=5 | 5 | ''",
                "respond-async, wait=10 | 10 | ''",
                "wait=5; sink=search | 5 | search",
                "wait=\"5\";sink=\"search\" | 5 | search",
                "return=minimal | 0 | ''",
                "wait=soon | 0 | ''",
                "wait=-1 | 0 | ''",
                "wait=99999999 | 0 | ''",
                "nowait=5 | 0 | ''"
            })
    void a_preference_to_wait_is_read_and_anything_else_is_ignored(String header, int seconds, String sink) {
        assertThat(Preference.of(List.of(header))).isEqualTo(new Preference(Duration.ofSeconds(seconds), sink));
    }

    @Test
    void nobody_waits_longer_than_the_application_allows() {
        assertThat(Preference.of(List.of("wait=500"))
                        .within(Duration.ofSeconds(30))
                        .patience())
                .hasSeconds(30);
    }

    @Test
    void a_request_is_known_by_the_id_that_somebody_before_us_gave_it() {
        assertThat(origin("X-Request-Id", "r-1").requestId()).isEqualTo("r-1");
        assertThat(origin("x-amzn-trace-id", "Root=1-2").requestId()).isEqualTo("Root=1-2");
        MockServerHttpRequest unnamed =
                MockServerHttpRequest.get("/").header("traceparent", TRACE).build();
        assertThat(new RequestOrigin("shop").of(unnamed)).isEqualTo(new Origin("[shop]:GET", unnamed.getId(), TRACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"has space", "a\u001bb", "ünicode"})
    void an_id_that_is_not_fit_for_a_log_line_is_replaced(String id) {
        MockServerHttpRequest request =
                MockServerHttpRequest.get("/").header("X-Request-Id", id).build();
        assertThat(new RequestOrigin("shop").of(request).requestId()).isEqualTo(request.getId());
    }

    @Test
    void a_trace_that_is_none_is_dropped() {
        assertThat(origin("traceparent", TRACE.toUpperCase(Locale.ROOT)).traceparent())
                .isEmpty();
    }

    private static Origin origin(String header, String value) {
        return new RequestOrigin("shop")
                .of(MockServerHttpRequest.get("/").header(header, value).build());
    }
}
