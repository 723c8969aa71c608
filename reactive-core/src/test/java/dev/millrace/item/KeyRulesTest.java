/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.MillraceException.Retry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRulesTest {

    private static final int TOO_LONG = 64 * 1024;

    static Stream<Arguments> hostileSortKeys() {
        return Stream.of(
                Arguments.of("", "must not be empty"),
                Arguments.of("a\u0000b", "control characters"),
                Arguments.of("a\nb", "control characters"),
                Arguments.of("a\u2028b", "control characters"),
                Arguments.of("a\u202Eb", "invisible characters"),
                Arguments.of("zero\u200Bwidth", "invisible characters"),
                Arguments.of("half\uD800", "surrogate"),
                Arguments.of("e\u0301", "normal form C"),
                Arguments.of("#a", "empty segment"),
                Arguments.of("a#", "empty segment"),
                Arguments.of("a##b", "empty segment"),
                Arguments.of("a#v0000000001", "marks a version"),
                Arguments.of("a#v1", "marks a version"),
                Arguments.of("a#v1b#c", "marks a version"),
                Arguments.of("a\u007Fb", "control characters"),
                Arguments.of("\uFEFFa", "invisible characters"),
                Arguments.of("\uDE00half", "surrogate"),
                Arguments.of("../x#v7", "marks a version"),
                Arguments.of("#", "empty segment"),
                Arguments.of("x".repeat(TOO_LONG), "at most 1012 bytes"),
                Arguments.of("é".repeat(507), "at most 1012 bytes, is 1014"));
    }

    @ParameterizedTest
    @MethodSource("hostileSortKeys")
    void a_hostile_sort_key_is_refused_with_the_rule_it_breaks(String text, String rule) {
        assertThatThrownBy(() -> SortKey.of(text))
                .isInstanceOfSatisfying(InvalidValueException.class, refused -> {
                    assertThat(refused.what()).isEqualTo("sort key");
                    assertThat(refused.retry()).isEqualTo(Retry.NEVER);
                })
                .hasMessageContaining(rule)
                .message()
                .hasSizeLessThan(300);
    }

    static Stream<Arguments> hostileTypes() {
        return Stream.of(
                Arguments.of("", "must not be empty"),
                Arguments.of("a#b", "separator"),
                Arguments.of("$claims", "must not begin with $"),
                Arguments.of("a\nb", "control characters"),
                Arguments.of("a\u200Db", "invisible characters"),
                Arguments.of("half\uD800", "surrogate"),
                Arguments.of("e\u0301", "normal form C"),
                Arguments.of("x".repeat(TOO_LONG), "at most 1982 bytes"));
    }

    @ParameterizedTest
    @MethodSource("hostileTypes")
    void a_hostile_type_is_refused_with_the_rule_it_breaks(String type, String rule) {
        assertThatThrownBy(() -> PartitionKey.of(type, "acme"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(rule)
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void keys_that_look_alike_are_different_keys() {
        Set<String> ids = Stream.of("A", "a", "Ａ", "А", "a@1", "a@2", "..", "．．", "a/b", "a b")
                .map(text -> ItemKey.of("ORDER", "acme", text).id())
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(10);
    }

    @Test
    void the_tenant_in_a_sort_key_or_a_type_is_not_the_tenant() {
        ItemKey key = ItemKey.of("ORDER", "acme", "other#1");
        assertThat(key.tenant()).isEqualTo(Tenant.of("acme"));
        assertThat(ItemKey.parse(key.id())).isEqualTo(key);
        assertThatThrownBy(() -> ItemKey.of("ORDER#other", "acme", "1")).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "user@a.com", "src/main/java/A.java", "a#b#c", "v1", "a#vat", "日本", "a b", "..", "😀"})
    void an_ordinary_sort_key_is_taken_as_it_is(String text) {
        assertThat(SortKey.of(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a#b", "Ａ", "А", "a b", " a", "-a", "ä", "a\n", "é", "..", ".", "ﬁ", "a@1"})
    void a_tenant_that_could_be_mistaken_for_another_is_refused(String code) {
        assertThatThrownBy(() -> Tenant.of(code)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void the_case_of_a_tenant_does_not_make_another_tenant() {
        assertThat(Tenant.of("ACME")).isEqualTo(Tenant.of("acme"));
        assertThat(PartitionKey.of("ORDER", "Acme").text()).isEqualTo("ORDER#acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ORDER", "#acme", "ORDER#", "ORDER#acme#x", "ORDER#Acme"})
    void a_text_that_no_partition_key_has_is_refused(String text) {
        assertThatThrownBy(() -> PartitionKey.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "abc#v",
                "abc#v1",
                "abc#v00000000011",
                "abc#v000000000x",
                "#v0000000001",
                "abc#v-000000001"
            })
    void a_text_that_no_versioned_sort_key_has_is_refused(String text) {
        assertThatThrownBy(() -> VersionedSortKey.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -5, Version.MAX + 1})
    void a_version_out_of_range_is_refused(long value) {
        assertThatThrownBy(() -> Version.of(value)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void the_version_after_the_highest_is_refused() {
        assertThatThrownBy(() -> Version.of(Version.MAX).next()).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void expected_versions_read_the_products_numbers() {
        assertThat(ExpectedVersion.of(Keys.VERSION_FIRST)).isEqualTo(ExpectedVersion.absent());
        assertThat(ExpectedVersion.of(Keys.VERSION_LATEST)).isEqualTo(ExpectedVersion.latest());
        assertThat(ExpectedVersion.of(7)).isEqualTo(ExpectedVersion.exactly(Version.of(7)));
        assertThatThrownBy(() -> ExpectedVersion.of(-5)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource({"abc, 1, abc#v0000000001", "abc#v0000000001, 2, abc#v0000000002", "x, 10, x#v0000000010"})
    void a_version_is_added_to_a_sort_key_or_replaced(String sk, long version, String versioned) {
        assertThat(Keys.addSortKeyVersion(sk, version)).isEqualTo(versioned);
        assertThat(Keys.getSortKeyVersion(versioned)).isEqualTo(version);
        assertThat(Keys.removeSortKeyVersion(versioned)).isEqualTo(Keys.removeSortKeyVersion(sk));
    }

    @Test
    void string_helpers_give_ids_and_tenants() {
        assertThat(Keys.generateId("TODO#mbc", "T1")).isEqualTo("TODO#mbc#T1");
        assertThat(Keys.generateId("TODO#mbc", "T1#v0000000003")).isEqualTo("TODO#mbc#T1");
        assertThat(Keys.getTenantCode("TODO#mbc")).isEqualTo("mbc");
        assertThat(Keys.getSortKeyVersion("abc")).isEqualTo(Keys.VERSION_LATEST);
    }

    @Test
    void a_module_names_its_tables_and_its_topic() {
        ModuleId module = new ModuleId("local", "demo", "todo");
        assertThat(module.commandTable()).isEqualTo("local-demo-todo-command");
        assertThat(module.dataTable()).isEqualTo("local-demo-todo-data");
        assertThat(module.changesTopic()).isEqualTo("local-demo-todo-changes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Prod", "a b", "a/b", "-a"})
    void a_module_with_a_name_that_no_table_can_have_is_refused(String name) {
        assertThatThrownBy(() -> new ModuleId(name, "demo", "todo"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("environment");
    }
}
