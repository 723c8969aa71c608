/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.examples.orders.dev.ReadmeSession.Answered;
import dev.millrace.examples.orders.dev.ReadmeSession.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeSessionTest {

    private final Step step = new Step("ask …", List.of("HTTP/1.1 200 OK", "ETag: …", "{\"a\":1,…}"));

    @Test
    void an_answer_has_the_lines_that_are_shown_among_others() {
        assertThat(missing("HTTP/1.1 200 OK\nDate: today\nETag: \"1\"\n\n{\"a\":1,\"b\":2}\n"))
                .isEmpty();
    }

    @Test
    void a_line_that_is_not_answered_is_named() {
        assertThat(missing("HTTP/1.1 200 OK\nETag: \"1\"\n\n{\"a\":2}\n")).isEqualTo("{\"a\":1,…}");
        assertThat(missing("HTTP/1.1 500 Internal Server Error\n")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(missing("ETag: \"1\"\n{\"a\":1,}\nHTTP/1.1 200 OK\n")).isEqualTo("ETag: …");
        assertThat(missing("")).isEqualTo("HTTP/1.1 200 OK");
    }

    private String missing(String answer) {
        return new Answered(step, answer).missing();
    }
}
