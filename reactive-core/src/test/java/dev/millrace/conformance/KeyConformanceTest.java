/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Keys;
import dev.millrace.item.ModuleId;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.VersionedSortKey;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The key helpers, case by case; docs/conformance.md says where they follow and where they do not. */
class KeyConformanceTest {

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidValueException.class);
    }

    @Test
    @DisplayName("[C-01] a version is added to a sort key, in ten digits")
    void a_version_is_added() {
        assertThat(Keys.addSortKeyVersion("abc", 1)).isEqualTo("abc#v0000000001");
    }

    @Test
    @DisplayName("[C-02] a version that is there already is replaced")
    void a_version_is_replaced() {
        assertThat(Keys.addSortKeyVersion("abc#v0000000001", 2)).isEqualTo("abc#v0000000002");
    }

    @Test
    @DisplayName("[C-04] versions are padded, so that 10 follows 9 in the order of the table")
    void versions_are_padded() {
        assertThat(Keys.addSortKeyVersion("x", 10))
                .isEqualTo("x#v0000000010")
                .isGreaterThan(Keys.addSortKeyVersion("x", 9));
    }

    @Test
    @DisplayName("[C-05] an e-mail address keeps what follows its @")
    void an_address_stays_whole() {
        assertThat(Keys.addSortKeyVersion("user@example.com", 1)).isEqualTo("user@example.com#v0000000001");
        assertThat(Keys.removeSortKeyVersion("user@example.com")).isEqualTo("user@example.com");
    }

    @Test
    @DisplayName("[C-06] an empty sort key is refused")
    void an_empty_key_is_refused() {
        assertRefused(() -> Keys.addSortKeyVersion("", 1));
    }

    @Test
    @DisplayName("[C-07] a sort key without a version has version -1, which is the latest")
    void no_version_is_the_latest() {
        assertThat(Keys.getSortKeyVersion("abc")).isEqualTo(-1).isEqualTo(Keys.VERSION_LATEST);
    }

    @Test
    @DisplayName("[C-09] half a version is refused where a version must be")
    void half_a_version_is_refused() {
        assertRefused(() -> VersionedSortKey.parse("abc#v"));
        assertRefused(() -> VersionedSortKey.parse("abc#vx"));
        assertRefused(() -> Keys.addSortKeyVersion("abc#v1", 2));
    }

    @Test
    @DisplayName("[C-10] a version is removed, and nothing else")
    void a_version_is_removed() {
        assertThat(Keys.removeSortKeyVersion("abc")).isEqualTo("abc");
        assertThat(Keys.removeSortKeyVersion("abc#v0000000007")).isEqualTo("abc");
        assertThat(Keys.removeSortKeyVersion("a#b#v0000000003")).isEqualTo("a#b");
        assertThat(Keys.removeSortKeyVersion("a@b@3")).isEqualTo("a@b@3");
    }

    @Test
    @DisplayName("[C-11] a version of nothing is no key")
    void a_version_of_nothing_is_no_key() {
        assertRefused(() -> VersionedSortKey.parse("#v0000000001"));
        assertRefused(() -> Keys.generateId("TODO#mbc", "#v0000000001"));
    }

    @Test
    @DisplayName("[C-12] an id is the partition key and the sort key")
    void an_id_is_made_of_both_keys() {
        assertThat(Keys.generateId("TODO#mbc", "T1")).isEqualTo("TODO#mbc#T1");
        assertThat(Keys.generateId("TODO#mbc", "T1#v0000000003")).isEqualTo("TODO#mbc#T1");
    }

    @Test
    @DisplayName("[C-14] a sort key may have segments; a partition key names its tenant in lower case")
    void a_sort_key_may_have_segments() {
        assertThat(Keys.generateId("USER_TENANT#tenant-a", "USER_TENANT#item-1"))
                .isEqualTo("USER_TENANT#tenant-a#USER_TENANT#item-1");
        assertRefused(() -> Keys.generateId("USER_TENANT#tenant-A", "USER_TENANT#item-1"));
    }

    @Test
    @DisplayName("[C-15] the tenant is the second segment of a partition key")
    void the_tenant_is_read_from_a_partition_key() {
        assertThat(Keys.getTenantCode("TODO#mbc")).isEqualTo("mbc");
    }

    @Test
    @DisplayName("[C-16] a partition key of three segments is refused, since two readers could see two tenants in it")
    void a_partition_key_has_two_segments() {
        assertRefused(() -> Keys.getTenantCode("A#B#C"));
    }

    @Test
    @DisplayName("[C-17] a partition key without a tenant is refused")
    void a_partition_key_has_a_tenant() {
        assertRefused(() -> Keys.getTenantCode("single"));
    }

    @Test
    @DisplayName("[C-19] the sort key is what follows the partition key in an id")
    void the_sort_key_is_read_from_an_id() {
        assertThat(Keys.sortKeyBaseFromId("SEQ#t", "SEQ#t#FOO#BAR")).contains("FOO#BAR");
    }

    @Test
    @DisplayName("[C-20] an id of another partition has no sort key in this one")
    void an_id_of_another_partition_is_told_apart() {
        assertThat(Keys.sortKeyBaseFromId("SEQ#t", "SEQ#u#FOO")).isEmpty();
        assertThat(Keys.sortKeyBaseFromId("SEQ#t", "SEQ#t2#FOO")).isEmpty();
    }

    @Test
    @DisplayName("[C-21] an id of two segments is refused")
    void an_id_has_three_segments() {
        assertRefused(() -> ItemKey.parse("A#b"));
    }

    @Test
    @DisplayName("[C-22] the first two segments of an id are the partition key, the rest is the sort key")
    void an_id_is_taken_apart() {
        assertThat(ItemKey.parse("A#b#C#D")).isEqualTo(ItemKey.of("A", "b", "C#D"));
    }

    @Test
    @DisplayName("[C-24] a partition of sequences is a partition like any other, and always somebody's")
    void a_partition_of_sequences() {
        assertThat(PartitionKey.of("SEQ", "mbc").text()).isEqualTo("SEQ#mbc");
        assertRefused(() -> PartitionKey.of("SEQ", ""));
    }

    @Test
    @DisplayName("[C-32] a module's tables are named after environment, application and module")
    void tables_have_names() {
        ModuleId todo = new ModuleId("local", "demo", "todo");
        assertThat(todo.commandTable()).isEqualTo("local-demo-todo-command");
        assertThat(todo.dataTable()).isEqualTo("local-demo-todo-data");
    }

    @Test
    @DisplayName("[C-41] an id is taken apart where it was put together")
    void an_id_reads_back() {
        ItemKey key = ItemKey.parse("TODO#mbc#A#1");
        assertThat(key.partition().text()).isEqualTo("TODO#mbc");
        assertThat(key.sort().text()).isEqualTo("A#1");
    }
}
