/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.Binary;
import dev.millrace.item.InvalidValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentJsonTest {

    private static String json(Object value) {
        return DocumentJson.of(Collections.singletonMap("v", value)).text();
    }

    @Test
    void every_kind_of_value_has_its_json() {
        assertThat(json(null)).isEqualTo("{\"v\":null}");
        assertThat(json("ü\"\n")).isEqualTo("{\"v\":\"ü\\\"\\n\"}");
        assertThat(json(true)).isEqualTo("{\"v\":true}");
        assertThat(json(Arrays.asList(1, null, List.of(), Map.of("x", 2L)))).isEqualTo("{\"v\":[1,null,[],{\"x\":2}]}");
        assertThat(json(Instant.parse("2026-01-02T03:04:05.678Z"))).isEqualTo("{\"v\":\"2026-01-02T03:04:05.678Z\"}");
        assertThat(json(Binary.of(new byte[] {0, 1, -1}))).isEqualTo("{\"v\":\"AAH/\"}");
        assertThat(json(new byte[] {0, 1, -1})).isEqualTo("{\"v\":\"AAH/\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "1E+3, 1000",
        "2.50, 2.5",
        "0.00, 0",
        "-7, -7",
        "1E-7, 0.0000001",
        "9.9E+125, 9.9E+125",
        "-1E-130, -1E-130"
    })
    void a_number_has_one_form(BigDecimal number, String form) {
        assertThat(DocumentJson.plain(number)).isEqualTo(form);
    }

    @Test
    void equal_numbers_of_different_classes_have_the_same_form() {
        for (Number number :
                new Number[] {1000, 1000L, (short) 1000, 1000.0, 1000f, BigInteger.valueOf(1000), new BigDecimal("1E3")
                }) {
            assertThat(DocumentJson.plain(number))
                    .as(number.getClass().getName())
                    .isEqualTo("1000");
        }
    }

    @Test
    void what_json_has_no_form_for_is_refused_without_being_shown() {
        assertThatThrownBy(() -> json(Double.NaN)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> json(Optional.of("secret")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("document must not hold a java.util.Optional");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ascii", "grüße", "你好", "😀😀", "a😀ü你"})
    void the_size_is_that_of_the_text_in_utf_8(String text) {
        DocumentJson document = DocumentJson.of(Map.of("v", text));

        assertThat(document.size()).isEqualTo(document.text().getBytes(UTF_8).length);
    }
}
