/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Keys are injective: what is built can be read back, and no two inputs give one key. */
class KeysPropertyTest {

    @Property
    void an_id_reads_back_as_the_key_that_built_it(@ForAll("keys") ItemKey key) {
        assertThat(ItemKey.parse(key.id())).isEqualTo(key);
    }

    @Property
    void two_different_keys_have_two_different_ids(@ForAll("keys") ItemKey one, @ForAll("keys") ItemKey other) {
        Assume.that(!one.equals(other));
        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @Property
    void a_versioned_sort_key_reads_back_as_it_was_built(
            @ForAll("sortKeys") SortKey sort, @ForAll @LongRange(min = 0, max = Version.MAX) long version) {
        VersionedSortKey key = sort.at(Version.of(version));
        assertThat(VersionedSortKey.parse(key.text())).isEqualTo(key);
    }

    @Property
    void the_text_order_of_versioned_sort_keys_is_the_order_of_their_versions(
            @ForAll("sortKeys") SortKey sort,
            @ForAll @LongRange(min = 0, max = Version.MAX) long one,
            @ForAll @LongRange(min = 0, max = Version.MAX) long other) {
        String first = sort.at(Version.of(one)).text();
        String second = sort.at(Version.of(other)).text();
        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Long.compare(one, other));
    }

    @Property
    void the_versions_of_one_item_never_lie_between_those_of_another(
            @ForAll("sortKeys") SortKey one, @ForAll("sortKeys") SortKey other) {
        Assume.that(!one.equals(other));
        String first = one.at(Version.NONE).text();
        String last = one.at(Version.of(Version.MAX)).text();
        String stranger = other.at(Version.FIRST).text();
        assertThat(stranger.compareTo(first) > 0 && stranger.compareTo(last) < 0)
                .as("%s between %s and %s", stranger, first, last)
                .isFalse();
    }

    @Provide
    Arbitrary<SortKey> sortKeys() {
        // Short texts from few characters, so that neighbours and prefixes of each other come up often.
        Arbitrary<String> segment = Arbitraries.of('a', 'v', '0', '1', 'é', '@', '.')
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(KeysPropertyTest::text);
        return segment.list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(segments -> String.join("#", segments))
                .filter(text -> !text.matches(".*#v[0-9].*"))
                .map(SortKey::of);
    }

    @Provide
    Arbitrary<ItemKey> keys() {
        Arbitrary<String> types = Arbitraries.of("A", "AB", "ORDER", "user@x");
        Arbitrary<String> tenants = Arbitraries.of("a", "a.b", "acme", "acme-2");
        return Combinators.combine(types, tenants, sortKeys())
                .as((type, tenant, sort) -> new ItemKey(PartitionKey.of(type, tenant), sort));
    }

    private static String text(List<Character> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::append);
        return text.toString();
    }
}
