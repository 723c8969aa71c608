/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandPatchTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");

    private final CommandPatch patch = CommandPatch.of(KEY, ExpectedVersion.latest());

    private static Attributes patched(Map<String, ?> base, CommandPatch patch) {
        return patch.applyTo(ItemContent.of("name", Attributes.of(base))).attributes();
    }

    @Test
    void what_a_patch_does_not_mention_stays() {
        ItemContent base = ItemContent.of("name", Attributes.of(Map.of("a", 1, "b", 2)));
        assertThat(patch.set("a", 3).applyTo(base))
                .isEqualTo(ItemContent.of("name", Attributes.of(Map.of("a", 3, "b", 2))));
        assertThat(patch.applyTo(base)).isEqualTo(base);
    }

    @Test
    void maps_merge_name_by_name_and_everything_else_replaces() {
        Map<String, Object> base = Map.of("a", Map.of("b", 1, "c", 1), "list", List.of(1, 2), "text", "x");
        Attributes over =
                Attributes.of(Map.of("a", Map.of("b", 2), "list", List.of(9), "text", Map.of("now", "a map")));
        assertThat(patched(base, patch.merge(over)))
                .isEqualTo(Attributes.of(
                        Map.of("a", Map.of("b", 2, "c", 1), "list", List.of(9), "text", Map.of("now", "a map"))));
    }

    @Test
    void merging_an_empty_map_changes_nothing() {
        assertThat(patched(Map.of("a", Map.of("b", 1)), patch.merge(Attributes.of(Map.of("a", Map.of())))))
                .isEqualTo(Attributes.of(Map.of("a", Map.of("b", 1))));
    }

    @Test
    void null_is_set_and_absence_is_removed() {
        Map<String, @Nullable Object> withNull = new HashMap<>();
        withNull.put("a", null);
        assertThat(patched(Map.of("a", 1), patch.set("a", null))).isEqualTo(Attributes.of(withNull));
        assertThat(patched(Map.of("a", 1), patch.remove("a"))).isEqualTo(Attributes.empty());
        assertThat(patched(Map.of("a", 1), patch.remove("missing"))).isEqualTo(Attributes.of(Map.of("a", 1)));
    }

    @Test
    void a_path_makes_the_maps_on_its_way() {
        assertThat(patched(Map.of("a", "a text"), patch.setAt(List.of("a", "b", "c"), 1)))
                .isEqualTo(Attributes.of(Map.of("a", Map.of("b", Map.of("c", 1)))));
        assertThat(patched(Map.of("a", Map.of("b", 1, "c", 2)), patch.removeAt(List.of("a", "b"))))
                .isEqualTo(Attributes.of(Map.of("a", Map.of("c", 2))));
        assertThat(patched(Map.of("a", 1), patch.removeAt(List.of("a", "b")))).isEqualTo(Attributes.of(Map.of("a", 1)));
    }

    @Test
    void edits_apply_in_the_order_in_which_they_were_added() {
        assertThat(patched(
                        Map.of(),
                        patch.set("a", 1).remove("a").set("a", 2).set("b", 3).remove("b")))
                .isEqualTo(Attributes.of(Map.of("a", 2)));
    }

    @Test
    void a_patch_can_rename_delete_and_restore() {
        ItemContent base = ItemContent.of("old", Attributes.empty());
        ItemContent deleted = patch.named("new").deleting().applyTo(base);
        assertThat(deleted.name()).isEqualTo("new");
        assertThat(deleted.deleted()).isTrue();
        assertThat(patch.restoring().applyTo(deleted).deleted()).isFalse();
    }

    @Test
    void a_patch_is_a_value_that_later_edits_do_not_change() {
        CommandPatch one = patch.set("a", 1);
        one.set("a", 2);
        assertThat(patched(Map.of(), one)).isEqualTo(Attributes.of(Map.of("a", 1)));
    }

    @Test
    void a_mistake_shows_where_it_is_made() {
        assertThatThrownBy(() -> patch.set("a", Double.NaN)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> patch.setAt(List.of(), 1)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> CommandPatch.of(KEY, ExpectedVersion.absent()))
                .isInstanceOf(InvalidValueException.class);
    }
}
