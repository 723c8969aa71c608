/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationNamesTest {

    private final GenerationNames names = new GenerationNames("shop.orders");

    @Test
    void a_table_is_named_after_the_view_and_its_generation() {
        assertThat(names.table(1)).isEqualTo("shop.orders_v1");
        assertThat(names.table(9999)).isEqualTo("shop.orders_v9999");
        assertThat(names.generation("orders_v12")).hasValue(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "orders_v0", "orders_v012", "orders_v10000", "orders_v1x", "my_orders_v1"})
    void tables_of_others_are_no_generations(String table) {
        assertThat(names.generation(table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " WITH held AS (\n  SELECT orders_v3.id\n   FROM shop.orders_v3\n )\n SELECT held.id\n FROM held;",
                "select `orders_v3`.`id` AS `id` from `shop`.`orders_v3`",
                "SELECT orders_v4 AS x FROM \"orders_v3\""
            })
    void the_generation_is_read_from_what_the_database_says_the_view_asks(String query) {
        assertThat(names.shown(query)).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 FROM orders_v3x", "SELECT 1 FROM orders", "SELECT 1 FROM other_orders_v3"})
    void a_view_of_another_making_shows_none(String query) {
        assertThat(names.shown(query)).isEmpty();
    }

    @Test
    void numbers_out_of_range_and_names_too_long_are_refused() {
        assertThatThrownBy(() -> names.table(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> names.table(10_000)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new GenerationNames("o".repeat(58))).isInstanceOf(InvalidValueException.class);
    }
}
