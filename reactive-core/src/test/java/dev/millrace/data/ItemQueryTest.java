/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.SortKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemQueryTest {

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 1001})
    void a_limit_out_of_range_is_refused(int limit) {
        assertThatThrownBy(() -> ItemQuery.all().limit(limit))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("" + limit);
    }

    @Test
    void bounds_that_no_table_can_search_for_are_refused() {
        assertThatThrownBy(() -> SortKeyCondition.beginsWith("")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> SortKeyCondition.between("b", "a")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> SortKeyCondition.after("x".repeat(1025))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void a_range_compares_as_the_table_does_by_bytes() {
        // U+FF5E sorts after U+1F600 as Java text, before it as UTF-8.
        assertThat(SortKeyCondition.between("\uFF5E", "\uD83D\uDE00")).isNotNull();
    }

    @Test
    void a_page_token_reads_back_as_the_place_it_names() {
        SortKey last = SortKey.of("ORDER/é#7");
        PageToken token = PageToken.after(last);
        assertThat(new PageToken(token.text()).last()).isEqualTo(last);
        assertThat(token.text()).matches("[A-Za-z0-9_-]+");
        assertThat(PageToken.START.isStart()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!", "AAAA", "MTo", "MTphIyN2MQ"})
    void a_page_token_that_no_page_gave_is_refused(String text) {
        assertThatThrownBy(() -> new PageToken(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("page token");
    }
}
