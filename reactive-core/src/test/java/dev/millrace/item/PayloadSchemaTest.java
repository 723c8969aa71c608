/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSchemaTest {

    private static final ItemContent CONTENT = ItemContent.of("a name", Attributes.of(Map.of("total", 12)));
    private static final PayloadSchema ORDER = PayloadSchema.of("shop.order", 3);

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "order line", "#order", ".order", "örder", "order\n"})
    void a_type_is_a_name_of_plain_characters(String type) {
        assertThatThrownBy(() -> PayloadSchema.of(type, 1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("must be 1 to 128 ASCII letters");
    }

    @Test
    void a_type_has_at_most_128_characters() {
        assertThat(PayloadSchema.of("o".repeat(128), 1).type()).hasSize(128);
        assertThatThrownBy(() -> PayloadSchema.of("o".repeat(129), 1)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void versions_of_a_type_count_from_one(int version) {
        assertThatThrownBy(() -> PayloadSchema.of("order", version))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("schema version \"%d\" must be at least 1", version);
    }

    @Test
    void no_schema_has_neither_type_nor_version() {
        assertThat(new PayloadSchema("", 0)).isEqualTo(PayloadSchema.NONE);
        assertThat(PayloadSchema.NONE.isNone()).isTrue();
        assertThat(PayloadSchema.NONE).hasToString("without a schema");
        assertThat(ORDER.isNone()).isFalse();
        assertThat(ORDER).hasToString("shop.order v3");
    }

    @Test
    void content_has_no_schema_unless_it_is_given_one() {
        assertThat(CONTENT.schema()).isEqualTo(PayloadSchema.NONE);
        assertThat(CONTENT.withSchema(ORDER).schema()).isEqualTo(ORDER);
    }

    @Test
    void content_of_another_schema_is_other_content() {
        assertThat(CONTENT.withSchema(ORDER)).isNotEqualTo(CONTENT);
        assertThat(CONTENT.withSchema(ORDER)).isNotEqualTo(CONTENT.withSchema(PayloadSchema.of("shop.order", 2)));
        assertThat(CONTENT.withSchema(ORDER)).isEqualTo(CONTENT.withSchema(PayloadSchema.of("shop.order", 3)));
    }

    @Test
    void content_keeps_its_schema_whatever_else_changes() {
        ItemContent typed = CONTENT.withSchema(ORDER);
        assertThat(typed.withName("another").schema()).isEqualTo(ORDER);
        assertThat(typed.withAttributes(Attributes.empty()).schema()).isEqualTo(ORDER);
        assertThat(typed.withDeleted(true).schema()).isEqualTo(ORDER);
        assertThat(typed.withExpiresAt(ItemContent.NEVER).schema()).isEqualTo(ORDER);
    }
}
