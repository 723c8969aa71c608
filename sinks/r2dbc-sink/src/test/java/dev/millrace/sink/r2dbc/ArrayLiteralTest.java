/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayLiteralTest {

    @Test
    void texts_stand_in_quotes_whatever_they_hold() {
        assertThat(ArrayLiteral.of(List.of("a", "", "b, {c}", "NULL", "größe €")))
                .isEqualTo("{\"a\",\"\",\"b, {c}\",\"NULL\",\"größe €\"}");
    }

    @Test
    void quotes_and_backslashes_are_escaped() {
        assertThat(ArrayLiteral.of(List.of("say \"no\"", "c:\\temp"))).isEqualTo("{\"say \\\"no\\\"\",\"c:\\\\temp\"}");
    }

    @Test
    void what_is_not_there_is_a_null_without_quotes() {
        assertThat(ArrayLiteral.of(Arrays.asList("a", null, null))).isEqualTo("{\"a\",NULL,NULL}");
    }

    @Test
    void no_texts_are_an_empty_array() {
        assertThat(ArrayLiteral.of(List.of())).isEqualTo("{}");
    }
}
