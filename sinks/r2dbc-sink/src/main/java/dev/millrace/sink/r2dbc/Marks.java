/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the values of a column that travels as one text, and is in none of them. Whoever writes values cannot
 * know which of millions of marks the next batch takes, and a batch is looked through before it takes one.
 *
 * @param end what follows each value. It is long, since the database looks for it in strides of its length, and begins with
 *     a character that it does not have again: so no part of it together with a value looks like the whole
 * @param none what stands for a value that is not there
 */
record Marks(String end, String none) {

    private static final char FIRST = '\u001f';

    /** The first of sixteen control characters. Texts have hardly any, so that the database strides right over them. */
    private static final char ZERO = '\u000e';

    private static final int DIGITS = 7;
    private static final int BITS = 4;
    private static final int DIGIT = (1 << BITS) - 1;

    /** Marks that no value of these rows has. */
    static Marks absentFrom(List<TableRow> rows) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return absentFrom(rows, () -> random.nextInt(1 << (DIGITS * BITS)));
    }

    static Marks absentFrom(List<TableRow> rows, IntSupplier numbers) {
        Marks marks = of(numbers.getAsInt());
        while (rows.stream().anyMatch(marks::occurIn)) {
            marks = of(numbers.getAsInt());
        }
        return marks;
    }

    static Marks of(int number) {
        StringBuilder end = new StringBuilder().append(FIRST);
        for (int digit = 0; digit < DIGITS; digit++) {
            end.append((char) (ZERO + ((number >> (digit * BITS)) & DIGIT)));
        }
        return new Marks(end.toString(), end.substring(0, DIGITS));
    }

    private boolean occurIn(TableRow row) {
        return occurIn(row.key()) || occurIn(row.values());
    }

    /** It suffices to look for what the other begins with. */
    private boolean occurIn(List<? extends @Nullable String> texts) {
        for (@Nullable String text : texts) {
            if (text != null && text.contains(none)) {
                return true;
            }
        }
        return false;
    }

    /** The values of the rows in their order, each with its end, and one more that is not there: no text, no array. */
    String join(List<TableRow> rows, Function<TableRow, @Nullable String> value) {
        String[] texts = new String[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            texts[i] = requireNonNullElse(value.apply(rows.get(i)), none);
        }
        texts[rows.size()] = none;
        return String.join(end, texts);
    }
}
