/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.demo.InputChange.Kind;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineParserTest {

    private static final String AT = "\"at\":\"2015-11-10T10:06:40+00:00\"";

    private final LineParser parser = new LineParser();

    @Test
    void a_line_is_a_change_of_an_item() throws InvalidLineException {
        InputChange change = parser.parse(
                7,
                "{\"type\":\"FILE\",\"tenant\":\"Acme\",\"code\":\"a/b.txt\",\"change\":\"M\"," + AT
                        + ",\"attributes\":{\"size\":1.10,\"by\":\"x\"}}");
        assertThat(change.line()).isEqualTo(7);
        assertThat(change.key()).isEqualTo(ItemKey.of("FILE", "acme", "a/b.txt"));
        assertThat(change.kind()).isEqualTo(Kind.M);
        assertThat(change.attributes()).isEqualTo(Attributes.of(Map.of("size", new BigDecimal("1.1"), "by", "x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    not json | must be one JSON object
                    {"type":"F"} {} | must be one JSON object
                    [1] | at must be there and be a text
                    {"type":"F","tenant":"t","code":"c","change":"A"} | at must be there and be a text
                    {"type":"F","tenant":"t","code":"c","change":"A","at":"noon"} | at must be a moment
                    {"type":"F","tenant":"t","code":"c","change":"X",AT} | change must be A, M or D
                    {"type":"F","tenant":"t","change":"A",AT} | code must be there and be a text
                    {"type":"F","tenant":"t","code":7,"change":"A",AT} | code must be there and be a text
                    {"type":"F","tenant":"t","code":"c#v1","change":"A",AT} | marks a version
                    {"type":"F","tenant":"a b","code":"c","change":"A",AT} | tenant "a b" must be
                    {"type":"F#","tenant":"t","code":"c","change":"A",AT} | must not contain the separator
                    {"type":"F","tenant":"t","code":"c","change":"A",AT,"attributes":[]} | attributes must be an object
                    {"type":"F","tenant":"t","code":"c","change":"A",AT,"attributes":{"n":1e200}} | attributes{0:1} must have
                    """)
    void a_line_that_is_no_change_is_named_with_the_rule_it_breaks(String line, String rule) {
        assertThatThrownBy(() -> parser.parse(12, line.replace("AT", AT)))
                .isInstanceOf(InvalidLineException.class)
                .hasMessageStartingWith("line 12: ")
                .hasMessageContaining(rule);
    }
}
