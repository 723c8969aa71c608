/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.testkit.Samples;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutionNameTest {

    private static final ModuleId MODULE = new ModuleId("prod", "shop", "order");

    private static String name(String tenant, String code, long version) {
        ItemKey key = ItemKey.of("ORDER", tenant, code);
        return ExecutionName.of(MODULE, Samples.change(key, version, Samples.note("any")));
    }

    @Test
    void it_follows_from_the_change_alone() {
        ItemKey key = ItemKey.of("ORDER", "acme", "7");
        ChangeRecord one = Samples.change(key, 12, Samples.note("one"));
        ChangeRecord other = Samples.change(key, 12, Samples.note("other"));

        assertThat(ExecutionName.of(MODULE, one))
                .isEqualTo(ExecutionName.of(MODULE, other))
                .startsWith("order-ORDER-acme-7-v12-");
    }

    @Test
    void another_change_has_another_name_even_where_names_would_look_alike() {
        Set<String> names = new HashSet<>(List.of(
                name("acme", "7", 1),
                name("acme", "7", 2),
                name("acme", "7-x", 1),
                name("acme", "7.x", 1),
                name("acme", "7/x", 1),
                name("other", "7", 1),
                name("acme", "7".repeat(200), 1),
                name("acme", "7".repeat(201), 1)));

        assertThat(names).hasSize(8);
    }

    @Test
    void it_is_one_that_step_functions_takes() {
        for (String code : List.of("7", "ä ö/ü@?*", "x".repeat(900), "日本")) {
            assertThat(name("acme", code, 9_999_999_999L)).matches("[0-9A-Za-z_-]{1,80}");
        }
    }
}
