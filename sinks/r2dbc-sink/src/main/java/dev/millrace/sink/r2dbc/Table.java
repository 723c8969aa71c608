/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.item.InvalidValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A declared table.
 *
 * @param name its name, after its schema's and a dot if it is not in the default one
 * @param keys the columns of its primary key, all of them texts
 * @param version the column of the guard
 * @param deleted the column that tells tombstones apart
 * @param columns what else it holds
 */
record Table(String name, List<String> keys, String version, String deleted, List<Column<?>> columns) {

    private static final int MOST_COLUMNS = 500;

    Table {
        Names.requireTable(name);
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
        Stream.concat(keys.stream(), Stream.of(version, deleted)).forEach(Names::requireColumn);
        Set<String> seen = new HashSet<>();
        allNames(keys, version, deleted, columns)
                .filter(column -> !seen.add(column))
                .forEach(twice -> {
                    throw new InvalidValueException("column name", twice, "must stand once in table " + name);
                });
        if (seen.size() > MOST_COLUMNS) {
            throw new InvalidValueException("table", name, "must have at most %d columns".formatted(MOST_COLUMNS));
        }
    }

    private static Stream<String> allNames(List<String> keys, String version, String deleted, List<Column<?>> columns) {
        return Stream.of(
                        keys.stream(),
                        Stream.of(version, deleted),
                        columns.stream().map(Column::name))
                .flatMap(names -> names);
    }

    /** The same columns under another name. */
    Table named(String newName) {
        return new Table(newName, keys, version, deleted, columns);
    }

    /** All columns: the keys, the version, the flag, and the others. */
    List<String> columnNames() {
        return allNames(keys, version, deleted, columns).toList();
    }
}
