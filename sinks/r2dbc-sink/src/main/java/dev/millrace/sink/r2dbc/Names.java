/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.util.regex.Pattern;

/** The names of tables and columns: few enough characters that quoting them never changes what they mean. */
final class Names {

    private static final String ONE = "[a-z_][a-z0-9_]{0,62}";
    private static final Pattern COLUMN = Pattern.compile(ONE);
    private static final Pattern TABLE = Pattern.compile(ONE + "(\\." + ONE + ")?");

    private Names() {}

    static String requireColumn(String name) {
        if (!COLUMN.matcher(requireNonNull(name, "name")).matches()) {
            throw new InvalidValueException(
                    "column name", name, "must be 1 to 63 lower-case letters, digits and underscores, no digit first");
        }
        return name;
    }

    /** A table's name, after its schema's and a dot if it is not in the default one. */
    static String requireTable(String name) {
        if (!TABLE.matcher(requireNonNull(name, "name")).matches()) {
            throw new InvalidValueException(
                    "table name",
                    name,
                    "must be 1 to 63 lower-case letters, digits and underscores, no digit first; or two such with a dot");
        }
        return name;
    }
}
