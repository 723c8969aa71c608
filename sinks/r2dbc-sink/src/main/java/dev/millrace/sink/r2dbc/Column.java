/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemState;
import org.jspecify.annotations.Nullable;

/** A column that holds something of an item, and where it comes from. */
record Column<T>(String name, ColumnType<T> type, boolean required, RowProjection.Value<T> value) {

    Column {
        Names.requireColumn(name);
        requireNonNull(type, "type");
        requireNonNull(value, "value");
    }

    @Nullable
    Object of(ItemState state) {
        @Nullable T found = value.of(state);
        if (found == null && required) {
            throw InvalidValueException.hidden("column " + name, "must have a value");
        }
        return found == null ? null : type.exact(found);
    }

    /** What it holds when the item is deleted and its row says no more than that. */
    @Nullable
    Object blank() {
        return required ? type.blank() : null;
    }
}
