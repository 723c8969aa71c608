/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.command.CommandPatch;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Merging and updating, case by case. */
class EditConformanceTest {

    private final CommandPatch patch = CommandPatch.of(ItemKey.of("ORDER", "acme", "7"), Version.FIRST);

    private static Map<String, Object> after(CommandPatch edits, Map<String, ?> before) {
        return edits.applyTo(ItemContent.of("", Attributes.of(before)))
                .attributes()
                .asMap();
    }

    private Map<String, Object> merged(Map<String, ?> before, Map<String, ?> over) {
        return after(patch.merge(Attributes.of(over)), before);
    }

    @Test
    @DisplayName("[C-44] a list is replaced whole")
    void a_list_is_replaced() {
        assertThat(merged(Map.of("a", List.of(1, 2)), Map.of("a", List.of(9))))
                .isEqualTo(Map.of("a", List.of(BigDecimal.valueOf(9))));
    }

    @Test
    @DisplayName("[C-45] null replaces a map")
    void null_is_a_value() {
        assertThat(merged(Map.of("a", Map.of("b", 1)), Collections.singletonMap("a", null)))
                .isEqualTo(Collections.singletonMap("a", null));
    }

    @Test
    @DisplayName("[C-46] what a merge does not mention stays as it is")
    void what_is_absent_is_unchanged() {
        assertThat(merged(Map.of("n", "x"), Map.of())).isEqualTo(Map.of("n", "x"));
        assertThat(merged(Map.of("n", "x"), Map.of("m", "y"))).isEqualTo(Map.of("n", "x", "m", "y"));
    }

    @Test
    @DisplayName("[C-47] a map replaces a text")
    void a_map_replaces_a_text() {
        assertThat(merged(Map.of("a", "x"), Map.of("a", Map.of("b", 1))))
                .isEqualTo(Map.of("a", Map.of("b", BigDecimal.ONE)));
    }

    @Test
    @DisplayName("[C-49] an empty map merged into a map takes nothing away")
    void an_empty_map_takes_nothing_away() {
        assertThat(merged(Map.of("a", Map.of("b", 1)), Map.of("a", Map.of())))
                .isEqualTo(Map.of("a", Map.of("b", BigDecimal.ONE)));
    }

    @Test
    @DisplayName("[C-50] a date is refused by the name of its class, not stored as an empty map")
    void a_date_is_refused() {
        assertThatThrownBy(() -> Attributes.of(Map.of("a", Instant.EPOCH)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("attributes{0:1} must be")
                .hasMessageContaining(Instant.class.getName());
    }

    @Test
    @DisplayName("[C-57] a counter begins at its first value and counts from what is there")
    void a_counter_counts() {
        CommandPatch counting = patch.updating(EditConformanceTest::counted);
        assertThat(after(counting, Map.of())).isEqualTo(Map.of("seq", BigDecimal.ONE));
        assertThat(after(counting, Map.of("seq", 41))).isEqualTo(Map.of("seq", BigDecimal.valueOf(42)));
    }

    private static ItemContent counted(ItemContent content) {
        Attributes before = content.attributes();
        BigDecimal seq = before.has("seq") ? before.number("seq") : BigDecimal.ZERO;
        return content.withAttributes(Attributes.of(Map.of("seq", seq.add(BigDecimal.ONE))));
    }

    @Test
    @DisplayName("[C-59] one patch sets, removes, and takes an element out of a list")
    void one_patch_sets_and_removes() {
        Map<String, Object> before = Map.of("b", true, "c", List.of("x", "y", "z"), "d", 1);
        CommandPatch edits = patch.set("a", 1).remove("b").updating(EditConformanceTest::withoutThird);
        assertThat(after(edits, before))
                .isEqualTo(Map.of("a", BigDecimal.ONE, "c", List.of("x", "y"), "d", BigDecimal.ONE));
    }

    private static ItemContent withoutThird(ItemContent content) {
        List<Object> shorter =
                new ArrayList<>((List<?>) content.attributes().asMap().get("c"));
        shorter.remove(2);
        Map<String, Object> after = new LinkedHashMap<>(content.attributes().asMap());
        after.put("c", shorter);
        return content.withAttributes(Attributes.of(after));
    }
}
