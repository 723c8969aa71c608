/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexNameTest {

    private static final IndexName ORDERS = IndexName.of(new ModuleId("prod", "shop", "order"));

    @Test
    void all_names_derive_from_the_module() {
        assertThat(ORDERS.name()).isEqualTo("prod-shop-order-search");
        assertThat(ORDERS.physical()).isEqualTo("prod-shop-order-search.v1");
        assertThat(ORDERS.writeAlias()).isEqualTo("prod-shop-order-search.v1.write");
        assertThat(ORDERS.sinkName().text()).isEqualTo("opensearch");
    }

    @Test
    void another_generation_is_another_index_with_a_sink_of_its_own_under_the_same_name() {
        IndexName next = ORDERS.withGeneration(2);

        assertThat(next.name()).isEqualTo(ORDERS.name());
        assertThat(next.physical()).isEqualTo("prod-shop-order-search.v2");
        assertThat(next.sinkName().text()).isEqualTo("opensearch-v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders-v", "orders-views", "orders-v1", "orders-v1-write", "orders_v1", "orders"})
    void the_pattern_of_a_name_finds_its_own_generations_and_none_of_a_longer_name(String longer) {
        IndexName orders = new IndexName("orders", 1);
        IndexName other = new IndexName(longer, 12);

        assertThat(finds(orders, other)).isEqualTo(longer.equals("orders"));
        assertThat(orders.generationOf(other.physical()).isPresent()).isEqualTo(longer.equals("orders"));
        assertThat(List.of(other.name(), other.physical(), other.writeAlias()))
                .doesNotContain(orders.physical(), orders.writeAlias());
    }

    private static boolean finds(IndexName name, IndexName other) {
        String start = name.pattern().substring(0, name.pattern().indexOf('*'));
        return other.physical().startsWith(start);
    }

    @Test
    void the_longest_module_has_a_name_that_opensearch_takes() {
        String longest = "m".repeat(63);
        IndexName name = IndexName.of(new ModuleId(longest, longest, longest)).withGeneration(9999);

        assertThat(name.writeAlias()).hasSizeLessThanOrEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "_orders", "-orders", "a,b", "a*", "a/b", "..", "a b", "a#b", "a.v1"})
    void a_name_that_means_something_else_to_opensearch_is_refused(String name) {
        assertThatThrownBy(() -> new IndexName(name, 1)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_000})
    void a_generation_that_is_none_is_refused(int generation) {
        assertThatThrownBy(() -> ORDERS.withGeneration(generation)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void a_document_has_the_items_id_as_long_as_it_fits_in_bytes() {
        ItemKey fits = ItemKey.of("ORDER", "acme", "x".repeat(501));
        ItemKey tooLong = ItemKey.of("ORDER", "acme", "x".repeat(500) + "ü");

        assertThat(fits.id().getBytes(StandardCharsets.UTF_8)).hasSize(512);
        assertThat(DocumentId.of(fits)).isEqualTo(fits.id());
        assertThat(DocumentId.of(tooLong)).startsWith("$sha256:").hasSize(72).isEqualTo(DocumentId.of(tooLong));
    }
}
