/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.history.Differences.Part;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private static Differences between(Map<String, ?> before, Map<String, ?> after) {
        return Differences.between(ItemContent.of("", Attributes.of(before)), ItemContent.of("", Attributes.of(after)));
    }

    @Test
    void attributes_that_came_changed_and_went_are_named_in_order() {
        Differences differences = between(
                Map.of("same", 1, "b", 1, "a", 1, "y", 1, "x", 1), Map.of("same", 1, "b", 2, "a", 2, "d", 1, "c", 1));

        assertThat(differences.added()).containsExactly(AttributePath.of("c"), AttributePath.of("d"));
        assertThat(differences.changed()).containsExactly(AttributePath.of("a"), AttributePath.of("b"));
        assertThat(differences.removed()).containsExactly(AttributePath.of("x"), AttributePath.of("y"));
        assertThat(differences.parts()).isEmpty();
    }

    @Test
    void maps_are_compared_name_by_name_and_lists_as_a_whole() {
        Differences differences = between(
                Map.of("address", Map.of("city", "A", "geo", Map.of("lat", 1, "lon", 2)), "lines", List.of(1, 2)),
                Map.of("address", Map.of("zip", "1", "geo", Map.of("lat", 1, "lon", 3)), "lines", List.of(1, 2, 3)));

        assertThat(differences.added()).containsExactly(AttributePath.of("address", "zip"));
        assertThat(differences.changed())
                .containsExactly(AttributePath.of("address", "geo", "lon"), AttributePath.of("lines"));
        assertThat(differences.removed()).containsExactly(AttributePath.of("address", "city"));
    }

    @Test
    void a_map_that_takes_the_place_of_another_value_is_a_change_there() {
        Differences differences = between(Map.of("a", 1, "b", Map.of("c", 1)), Map.of("a", Map.of("c", 1), "b", 1));

        assertThat(differences.changed()).containsExactly(AttributePath.of("a"), AttributePath.of("b"));
        assertThat(differences.added()).isEmpty();
        assertThat(differences.removed()).isEmpty();
    }

    @Test
    void a_whole_map_that_comes_or_goes_is_one_difference() {
        assertThat(between(Map.of(), Map.of("a", Map.of("b", 1, "c", 2))).added())
                .containsExactly(AttributePath.of("a"));
        assertThat(between(Map.of("a", Map.of("b", 1)), Map.of()).removed()).containsExactly(AttributePath.of("a"));
    }

    @Test
    void null_is_a_value_and_not_the_same_as_nothing() {
        Map<String, Object> withNull = new HashMap<>(Collections.singletonMap("a", null));

        assertThat(between(Map.of(), withNull).added()).containsExactly(AttributePath.of("a"));
        assertThat(between(withNull, Map.of()).removed()).containsExactly(AttributePath.of("a"));
        assertThat(between(withNull, Map.of("a", 1)).changed()).containsExactly(AttributePath.of("a"));
        assertThat(between(withNull, withNull).isEmpty()).isTrue();
    }

    @Test
    void the_same_number_written_in_another_way_is_no_difference() {
        assertThat(between(Map.of("a", 1), Map.of("a", new BigDecimal("1.00"))).isEmpty())
                .isTrue();
    }

    @Test
    void what_an_item_holds_beside_its_attributes_is_compared_too() {
        ItemContent content = ItemContent.of("name", Attributes.empty());

        assertThat(Differences.between(content, content.withName("other")).parts())
                .containsExactly(Part.NAME);
        assertThat(Differences.between(content, content.withDeleted(true)).parts())
                .containsExactly(Part.DELETED);
        assertThat(Differences.between(content, content.withExpiresAt(Instant.EPOCH))
                        .parts())
                .containsExactly(Part.EXPIRY);
        assertThat(Differences.between(content, content).isEmpty()).isTrue();
    }

    @Test
    void names_with_any_character_make_paths_that_cannot_be_mistaken() {
        assertThat(AttributePath.of("a/b", "~1")).hasToString("/a~1b/~01");
        assertThat(AttributePath.of("a", "b")).hasToString("/a/b").isNotEqualTo(AttributePath.of("a/b"));
        assertThatThrownBy(AttributePath::of).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void differences_can_be_logged() {
        assertThat(between(Map.of(), Map.of("canary", "4111"))).hasToString("Differences[+1 ~0 -0, []]");
    }
}
