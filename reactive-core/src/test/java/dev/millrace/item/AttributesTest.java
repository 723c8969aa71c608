/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttributesTest {

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of((byte) 7, "7"),
                Arguments.of((short) 7, "7"),
                Arguments.of(7, "7"),
                Arguments.of(7L, "7"),
                Arguments.of(7.0, "7"),
                Arguments.of(0.1f, "0.1"),
                Arguments.of(new BigDecimal("7.00"), "7"),
                Arguments.of(new BigDecimal("0E+5"), "0"),
                Arguments.of(BigInteger.TEN.pow(37), "1E+37"),
                Arguments.of(Long.MIN_VALUE, "-9223372036854775808"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_number_has_one_form_whatever_its_type_was(Number number, String canonical) {
        assertThat(Attributes.of(Map.of("n", number)).number("n")).isEqualTo(new BigDecimal(canonical));
    }

    static Stream<Arguments> illegalValues() {
        Map<Object, Object> numberAsName = Map.of(1, "x");
        return Stream.of(
                Arguments.of(Double.NaN, "attributes{0:1} must be a finite number"),
                Arguments.of(Float.POSITIVE_INFINITY, "attributes{0:1} must be a finite number"),
                Arguments.of(new BigDecimal("1E+126"), "magnitude"),
                Arguments.of(new BigDecimal("1E-131"), "magnitude"),
                Arguments.of(new BigDecimal("1".repeat(39)), "38 significant digits"),
                Arguments.of(Set.of("x"), "attributes{0:1} must be a text"),
                Arguments.of(new Object(), "attributes{0:1} must be a text"),
                Arguments.of("half\uD800", "surrogate"),
                Arguments.of(List.of(1, Map.of("b", Double.NaN)), "attributes{0:1}[1]{0:1} must be a finite number"),
                Arguments.of(numberAsName, "as its name"),
                Arguments.of(Map.of("", "x"), "as its name"),
                Arguments.of(nested(40), "deeper than 30"));
    }

    private static Object nested(int depth) {
        return depth == 0 ? "leaf" : List.of(nested(depth - 1));
    }

    @ParameterizedTest
    @MethodSource("illegalValues")
    void a_value_that_no_table_can_hold_is_refused_with_its_place(Object value, String message) {
        assertThatThrownBy(() -> Attributes.of(Map.of("a", value)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> misplacedBehindNames() {
        return Stream.of(
                Arguments.of(new Object(), "attributes{1:6}{0:7}"),
                Arguments.of(List.of("x", Double.NaN), "attributes{1:6}{0:7}[1]"),
                Arguments.of(Map.of("canary3\uD800", 1), "attributes{1:6}{0:7}{0:8}"));
    }

    @ParameterizedTest
    @MethodSource("misplacedBehindNames")
    void a_refusal_tells_the_place_of_a_value_and_not_the_names_that_lead_to_it(Object value, String place) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("first", 1);
        values.put("canary", Map.of("canary2", value));
        assertThatThrownBy(() -> Attributes.of(values))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith(place + " must")
                .hasMessageNotContaining("canary");
    }

    @Test
    void changing_what_went_in_changes_nothing_inside() {
        byte[] bytes = {1, 2};
        List<Object> list = new ArrayList<>(List.of("x"));
        Map<String, Object> map = new HashMap<>(Map.of("bytes", bytes, "list", list));
        Attributes attributes = Attributes.of(map);
        Attributes same = Attributes.of(Map.of("bytes", new byte[] {1, 2}, "list", List.of("x")));

        bytes[0] = 9;
        list.add("y");
        map.put("z", 1);

        assertThat(attributes).isEqualTo(same).hasSameHashCodeAs(same);
    }

    @Test
    void what_comes_out_cannot_be_changed() {
        Attributes attributes = Attributes.of(Map.of("list", List.of(1)));
        assertThatThrownBy(() -> attributes.asMap().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(attributes.asMap().get("list"))
                .isInstanceOfSatisfying(List.class, list -> assertThatThrownBy(list::clear)
                        .isInstanceOf(UnsupportedOperationException.class));
    }

    @Test
    void null_is_a_value_and_differs_from_absence() {
        Map<String, @Nullable Object> withNull = new HashMap<>();
        withNull.put("a", null);
        withNull.put("b", Arrays.asList("x", null));
        assertThat(Attributes.of(withNull).has("a")).isTrue();
        assertThat(Attributes.of(withNull)).isNotEqualTo(Attributes.of(Map.of("b", List.of("x"))));
    }

    @Test
    void nothing_of_the_content_shows_in_a_text() {
        Attributes secret = Attributes.of(Map.of("card", "4111111111111111"));
        ItemContent content = ItemContent.of("Jane Doe", secret);
        assertThat(secret + " " + content + " " + Binary.of(new byte[] {42}))
                .doesNotContain("4111")
                .doesNotContain("card")
                .doesNotContain("Jane")
                .doesNotContain("42");
    }

    @Test
    void asking_for_the_wrong_kind_names_the_attribute() {
        Attributes attributes = Attributes.of(Map.of("n", 1));
        assertThatThrownBy(() -> attributes.text("n")).hasMessage("attributes.n must be a text");
        assertThatThrownBy(() -> attributes.number("x")).hasMessage("attributes.x must be a number");
    }
}
