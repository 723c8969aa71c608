/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.item.InvalidValueException;
import dev.millrace.rebuild.SinkGenerations;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the tables of a read model's generations are named: as the view that queries use, and {@code _v} and the number.
 *
 * @param view the view, after its schema's name and a dot if it is not in the default one
 */
record GenerationNames(String view) {

    static final String SUFFIX = "_v";

    private static final String NUMBER = "([1-9]\\d{0,3})";

    GenerationNames {
        Names.requireTable(view + SUFFIX + SinkGenerations.LAST);
    }

    /** The table of a generation; fails with {@link InvalidValueException}. */
    String table(int generation) {
        if (generation < 1 || generation > SinkGenerations.LAST) {
            throw new InvalidValueException(
                    "generation", Integer.toString(generation), "must be from 1 to " + SinkGenerations.LAST);
        }
        return view + SUFFIX + generation;
    }

    /** The schema that is named; empty for the default one. */
    String schema() {
        return view.substring(0, Math.max(0, view.indexOf('.')));
    }

    /** A table's or a view's name without its schema's. */
    static String inSchema(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    /** Which generation's table has that name, in the schema; empty for tables of others. */
    OptionalInt generation(String table) {
        return number(Pattern.compile(inSchema(view) + SUFFIX + NUMBER).matcher(table), true);
    }

    /** Which generation a view shows whose query is this, in the words of the database. */
    OptionalInt shown(String query) {
        Pattern from = Pattern.compile(
                "\\sfrom\\s+\\(?(?:[^\\s.]+\\.)?[\"`]?%s%s%s\\b".formatted(inSchema(view), SUFFIX, NUMBER));
        return number(from.matcher(query.toLowerCase(Locale.ROOT)), false);
    }

    private static OptionalInt number(Matcher matcher, boolean whole) {
        boolean found = whole ? matcher.matches() : matcher.find();
        return found ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
