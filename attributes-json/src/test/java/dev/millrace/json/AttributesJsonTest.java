/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.offload.PayloadSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AttributesJsonTest {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void all_attributes_are_read_as_they_were_written(@ForAll("attributes") Attributes attributes) {
        assertThat(AttributesJson.read(AttributesJson.write(attributes))).isEqualTo(attributes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void the_order_in_which_attributes_were_given_does_not_show(@ForAll("attributes") Attributes attributes) {
        assertThat(AttributesJson.write(Attributes.of(reversed(attributes.asMap()))))
                .isEqualTo(AttributesJson.write(attributes));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_payload_is_never_longer_than_its_size(@ForAll("attributes") Attributes attributes) {
        assertThat((long) AttributesJson.write(attributes).length).isLessThanOrEqualTo(PayloadSize.of(attributes));
    }

    @Property
    void a_number_is_never_longer_than_its_size(@ForAll("numbers") BigDecimal number) {
        a_payload_is_never_longer_than_its_size(Attributes.of(Map.of("n", number)));
    }

    @Provide
    Arbitrary<Attributes> attributes() {
        return AnyAttributes.attributes();
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return AnyAttributes.numbers();
    }

    @Example
    void texts_may_be_longer_than_an_item_of_the_table() {
        Attributes large = Attributes.of(Map.of("text", "x".repeat(3 << 20)));

        assertThat(AttributesJson.read(AttributesJson.write(large))).isEqualTo(large);
    }

    @Example
    void what_is_not_ours_is_refused_without_a_word_of_it() {
        for (String text : List.of(
                "",
                "null",
                "[]",
                "\"secret\"",
                "{\"secret\":",
                "{\"secret\":1}{}",
                "{\"secret\":1,\"secret\":2}",
                "{\"$secret\":1}",
                "{\"secret\":1e999999}",
                "{\"a\":{\"$binary\":\"!secret\"}}",
                "{\"a\":".repeat(50) + "1" + "}".repeat(50))) {
            assertThatThrownBy(() -> AttributesJson.read(text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    private static Map<String, Object> reversed(Map<?, ?> map) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        Collections.reverse(entries);
        Map<String, Object> reversed = new LinkedHashMap<>();
        entries.forEach(entry -> reversed.put(
                (String) entry.getKey(),
                entry.getValue() instanceof Map<?, ?> inner ? reversed(inner) : entry.getValue()));
        return reversed;
    }
}
