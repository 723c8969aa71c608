/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarksTest {

    private static final Marks MARKS = Marks.of(1);

    private static TableRow row(String key, String... values) {
        return new TableRow(List.of(key), 1, false, Arrays.asList(values));
    }

    private static Marks absentFrom(List<TableRow> rows, Integer... numbers) {
        Iterator<Integer> next = List.of(numbers).iterator();
        return Marks.absentFrom(rows, next::next);
    }

    /** What {@code string_to_array} makes of it. */
    private static List<String> takenApart(String joined) {
        List<String> values = new ArrayList<>();
        for (String value : joined.split(Pattern.quote(MARKS.end()), -1)) {
            values.add(value.equals(MARKS.none()) ? null : value);
        }
        return values;
    }

    private static String join(String... values) {
        return MARKS.join(Arrays.stream(values).map(value -> row("key", value)).toList(), value -> value.values()
                .get(0));
    }

    @Test
    void values_are_found_again_between_the_marks_and_one_that_is_missing_comes_last() {
        assertThat(takenApart(join("a", "", "größe €", null, "b")))
                .containsExactly("a", "", "größe €", null, "b", null);
    }

    @Test
    void an_empty_value_that_is_alone_is_a_value_nevertheless() {
        assertThat(takenApart(join(""))).containsExactly("", null);
    }

    @Test
    void a_value_that_ends_as_the_mark_begins_stays_whole() {
        for (int length = 0; length < MARKS.none().length(); length++) {
            String beginning = MARKS.end().substring(0, length);
            String ending = MARKS.end().substring(MARKS.end().length() - length);

            assertThat(takenApart(join("x" + beginning, ending, beginning)))
                    .containsExactly("x" + beginning, ending, beginning, null);
        }
    }

    @Test
    void no_mark_overlaps_with_itself() {
        assertThat(IntStream.of(0, 1, 0x1234567, 0xfffffff).mapToObj(Marks::of)).allSatisfy(marks -> {
            assertThat(marks.end()).hasSize(8).startsWith(marks.none());
            assertThat(marks.end().lastIndexOf(marks.end().charAt(0))).isZero();
            assertThat(marks.end().chars()).allMatch(c -> c > 0 && c < ' ');
        });
    }

    @Test
    void other_numbers_make_other_marks() {
        assertThat(IntStream.range(0, 10_000).mapToObj(Marks::of).map(Marks::end))
                .doesNotHaveDuplicates();
    }

    @Test
    void marks_that_stand_in_a_value_or_a_key_are_not_taken() {
        List<TableRow> rows = List.of(
                row("A", "fine", null),
                row("B", "a" + Marks.of(7).end() + "b", null),
                row("C" + Marks.of(8).none(), "fine", Marks.of(9).none()));

        assertThat(absentFrom(rows, 7, 8, 9, 7, 3)).isEqualTo(Marks.of(3));
        assertThat(absentFrom(rows.subList(0, 1), 7)).isEqualTo(Marks.of(7));
    }

    @Test
    void which_marks_a_batch_takes_cannot_be_told_beforehand() {
        List<TableRow> rows = List.of(row("A", "fine"));
        Function<Integer, String> marks = ignored -> Marks.absentFrom(rows).end();

        assertThat(IntStream.range(0, 20).boxed().map(marks).distinct().count()).isGreaterThan(10);
    }
}
