/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.RecordedCommand;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.spring.console.Timeline.Difference;
import dev.millrace.spring.console.Timeline.Kind;
import dev.millrace.testkit.Samples;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");

    @Test
    void the_newest_version_is_first_and_each_says_what_it_changed() {
        Timeline timeline = Timeline.of(
                "any",
                List.of(
                        version(1, Map.of("total", 5, "to", Map.of("city", "Bern"))),
                        version(2, Map.of("to", Map.of("city", "Rome"), "paid", true))),
                false);
        assertThat(timeline.before()).isZero();
        assertThat(timeline.entries()).extracting(Timeline.Entry::version).containsExactly(2L, 1L);
        assertThat(timeline.entries().get(0).differences())
                .containsExactly(
                        new Difference("/paid", Kind.ADDED, "", "true"),
                        new Difference("/to/city", Kind.CHANGED, "\"Bern\"", "\"Rome\""),
                        new Difference("/total", Kind.REMOVED, "5", ""));
        assertThat(timeline.entries().get(1).differences())
                .containsExactly(
                        new Difference("/to", Kind.ADDED, "", "{city: \"Bern\"}"),
                        new Difference("/total", Kind.ADDED, "", "5"));
    }

    @Test
    void the_row_before_a_page_is_compared_with_and_not_shown() {
        Timeline timeline =
                Timeline.of("any", List.of(version(6, Map.of("total", 6)), version(7, Map.of("total", 7))), true);
        assertThat(timeline.before()).isEqualTo(7);
        assertThat(timeline.entries()).singleElement().satisfies(entry -> assertThat(entry.differences())
                .containsExactly(new Difference("/total", Kind.CHANGED, "6", "7")));
    }

    @Test
    void of_very_many_differences_some_are_counted_only() {
        Map<String, Object> many =
                IntStream.range(0, 230).boxed().collect(Collectors.toMap(number -> "a" + number, number -> number));
        Timeline.Entry entry =
                Timeline.of("any", List.of(version(1, many)), false).entries().get(0);
        assertThat(entry.differences()).hasSize(200);
        assertThat(entry.hidden()).isEqualTo(30);
    }

    @Test
    void what_it_holds_is_in_no_log_line() {
        assertThat(Timeline.of("any", List.of(version(1, Map.of("secret", "word"))), false))
                .hasToString("Timeline[any, 1 versions]");
    }

    @Test
    void values_are_written_for_people_and_cut_where_they_would_stop_reading() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("none", null);
        assertThat(ValueText.of(nothing)).isEqualTo("{none: null}");
        assertThat(ValueText.of(Arrays.asList(1, "a\"b", List.of(), false))).isEqualTo("[1, \"a\"b\", [], false]");
        assertThat(ValueText.of("x".repeat(1_000_000)))
                .hasSize(ValueText.LONGEST + 1)
                .endsWith("…");
        assertThat(ValueText.of(Collections.nCopies(100_000, List.of("abc"))))
                .hasSize(ValueText.LONGEST + 1)
                .startsWith("[[\"abc\"], [\"abc\"]");
    }

    private static RecordedCommand version(long version, Map<String, Object> attributes) {
        return Samples.recorded(KEY, version, Attributes.of(attributes));
    }
}
