/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row to write.
 *
 * @param key the values of the table's primary key
 * @param values the values of the table's other columns, in their order, as the database reads them
 */
record TableRow(List<String> key, long version, boolean deleted, List<@Nullable String> values) {

    /** The order in which all writers lock rows, so that none waits for another that waits for it. */
    static int compareKeys(List<String> one, List<String> other) {
        for (int part = 0; part < one.size(); part++) {
            int difference = one.get(part).compareTo(other.get(part));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** How long its values are together. */
    long characters() {
        long sum = 0;
        for (@Nullable String value : values) {
            sum += value == null ? 0 : value.length();
        }
        return sum;
    }

    /** Names the row, without what it holds. */
    @Override
    public String toString() {
        return "TableRow[%s v%d]".formatted(key, version);
    }
}
