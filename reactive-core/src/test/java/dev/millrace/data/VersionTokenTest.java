/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.Base64;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class VersionTokenTest {

    private static final int TOKEN_BYTES = 24;
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");

    @Property
    void a_token_reads_back_as_the_version_it_was_made_of(@ForAll @LongRange(min = 1, max = Version.MAX) long version) {
        VersionToken token = VersionToken.of(KEY, Version.of(version));
        assertThat(new VersionToken(token.text()).versionOf(KEY)).isEqualTo(Version.of(version));
        assertThat(token.text()).matches("[A-Za-z0-9_-]{32}");
    }

    @Property
    void bytes_of_another_length_are_no_token(@ForAll byte[] bytes) {
        Assume.that(bytes.length != TOKEN_BYTES);
        String text = Base64.getUrlEncoder().encodeToString(bytes);
        assertThatThrownBy(() -> new VersionToken(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("version token");
    }

    @Example
    void a_token_of_another_item_is_refused() {
        VersionToken token = VersionToken.of(KEY, Version.FIRST);
        for (ItemKey other : new ItemKey[] {
            ItemKey.of("ORDER", "acme", "8"), ItemKey.of("ORDER", "other", "7"), ItemKey.of("INVOICE", "acme", "7")
        }) {
            assertThatThrownBy(() -> token.versionOf(other))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("is of another item");
        }
    }

    @Example
    void a_token_of_no_version_is_refused() {
        assertThatThrownBy(() -> VersionToken.of(KEY, Version.NONE)).isInstanceOf(InvalidValueException.class);
    }

    @Example
    void texts_that_no_item_gave_are_refused() {
        String good = VersionToken.of(KEY, Version.of(12)).text();
        byte[] otherFormat = Base64.getUrlDecoder().decode(good);
        otherFormat[0]++;
        for (String bad : new String[] {
            "",
            "!",
            "a b",
            good.substring(1),
            good + "AAAA",
            "+" + good.substring(1),
            good.replace('A', '='),
            Base64.getUrlEncoder().encodeToString(otherFormat),
            "_".repeat(32),
            "A".repeat(32)
        }) {
            assertThatThrownBy(() -> new VersionToken(bad)).as(bad).isInstanceOf(InvalidValueException.class);
        }
    }

    @Example
    void a_token_does_not_show_which_item_it_is_of() {
        byte[] bytes = Base64.getUrlDecoder()
                .decode(VersionToken.of(KEY, Version.FIRST).text());
        assertThat(new String(bytes, ISO_8859_1)).doesNotContain("ORDER", "acme");
    }
}
