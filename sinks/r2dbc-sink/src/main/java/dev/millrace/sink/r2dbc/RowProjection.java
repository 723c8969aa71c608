/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which table holds the items, and which column holds what of them. Beside the columns named here a table has one for the
 * version, by which its rows only move forward, and a flag for deleted items, whose rows stay.
 *
 * <p>Functions are pure and do not block. One that throws, or gives null where a value is required, has its change
 * refused.
 *
 * <pre>{@code
 * RowProjection orders = RowProjection.into("orders")
 *         .only(key -> key.type().equals("ORDER"))
 *         .key("tenant", key -> key.tenant().code())
 *         .key("order_no", key -> key.sort().text())
 *         .required("customer", ColumnType.text(200), state -> state.content().attributes().text("customer"))
 *         .column("total", ColumnType.numeric(12, 2), state -> state.content().attributes().number("total"))
 *         .build();
 * }</pre>
 */
public final class RowProjection {

    private final Table table;
    private final List<Function<? super ItemKey, String>> keys;
    private final Predicate<? super ItemKey> filter;
    private final boolean keepsDeleted;
    private final boolean isById;

    private RowProjection(Builder builder, boolean isById) {
        this.keys = List.copyOf(builder.keys.values());
        this.filter = builder.filter;
        this.keepsDeleted = builder.keepsDeleted;
        this.isById = isById;
        this.table = new Table(
                builder.table, List.copyOf(builder.keys.keySet()), builder.version, builder.deleted, builder.columns);
    }

    private RowProjection(RowProjection other, Table table) {
        this.keys = other.keys;
        this.filter = other.filter;
        this.keepsDeleted = other.keepsDeleted;
        this.isById = other.isById;
        this.table = table;
    }

    /**
     * Begins a projection into that table; fails with {@link InvalidValueException}.
     *
     * @param table a name of lower-case letters, digits and underscores; may follow a schema's and a dot
     */
    public static Builder into(String table) {
        return new Builder(Names.requireTable(table));
    }

    /**
     * The table that holds items of any kind, whole: {@code id, cpk, csk, pk, sk, tenant_code, code, name, version,
     * is_deleted, created_by, created_ip, created_at, updated_by, updated_ip, updated_at, expires_at, attributes}. Rows of
     * deleted items keep what the last version holds.
     */
    public static RowProjection ofItems(String table) {
        return ItemTable.into(table);
    }

    /** The same projection into another table; fails with {@link InvalidValueException}. */
    public RowProjection withTable(String newTable) {
        return new RowProjection(this, table.named(newTable));
    }

    Table table() {
        return table;
    }

    /** Whose row it is that has this key, if the key is an item's id; else empty. */
    String tenant(List<String> key) {
        return isById ? ItemKey.parse(key.get(0)).tenant().code() : "";
    }

    /** Tells whether the table holds such items. */
    boolean holds(ItemKey key) {
        return filter.test(key);
    }

    List<String> key(ItemKey key) {
        String[] parts = new String[keys.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = requireNonNull(keys.get(i).apply(key));
        }
        return List.of(parts);
    }

    /** Returns the item's row, its values as that function writes them; fails with an exception that shows none of them. */
    TableRow row(ItemState state, Function<@Nullable Object, @Nullable String> text) {
        try {
            boolean deleted = state.content().deleted();
            return new TableRow(
                    key(state.key()), state.version().value(), deleted, values(state, !deleted || keepsDeleted, text));
        } catch (MillraceException known) {
            throw known;
        } catch (RuntimeException unknown) {
            throw withoutMessage(unknown);
        }
    }

    private List<@Nullable String> values(
            ItemState state, boolean shown, Function<@Nullable Object, @Nullable String> text) {
        List<@Nullable String> values = new ArrayList<>(table.columns().size());
        for (Column<?> column : table.columns()) {
            values.add(text.apply(shown ? column.of(state) : column.blank()));
        }
        return values;
    }

    /** Says which exception it was and where it came from; what it says may quote the item. */
    private InvalidValueException withoutMessage(RuntimeException failure) {
        InvalidValueException shown = InvalidValueException.hidden(
                "row of " + table.name(),
                "cannot be made: the projection throws " + failure.getClass().getName());
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    /**
     * What a column holds of an item.
     *
     * @param <T> the column's values
     */
    @FunctionalInterface
    public interface Value<T> {

        /** Returns the value, null if there is none. */
        @Nullable
        T of(ItemState state);
    }

    /** Collects columns. */
    public static final class Builder {

        private final String table;
        private final Map<String, Function<? super ItemKey, String>> keys = new LinkedHashMap<>();
        private final List<Column<?>> columns = new ArrayList<>();
        private String version = "version";
        private String deleted = "deleted";
        private Predicate<? super ItemKey> filter = key -> true;
        private boolean keepsDeleted;

        private Builder(String table) {
            this.table = table;
        }

        /**
         * Adds a column, a text, to the primary key. No two items may have the same values in all of them. Without any,
         * the key is {@code id}, the item's {@link ItemKey#id()}.
         */
        public Builder key(String name, Function<? super ItemKey, String> value) {
            if (keys.put(Names.requireColumn(name), requireNonNull(value, "value")) != null) {
                throw new InvalidValueException("column name", name, "must stand once in table " + table);
            }
            return this;
        }

        /** Adds a column that may be null, as it is in the row of a deleted item. */
        public <T> Builder column(String name, ColumnType<T> type, Value<T> value) {
            columns.add(new Column<>(name, type, false, value));
            return this;
        }

        /** Adds a column that is never null; in the row of a deleted item it is empty, zero or false. */
        public <T> Builder required(String name, ColumnType<T> type, Value<T> value) {
            columns.add(new Column<>(name, type, true, value));
            return this;
        }

        /** Names the columns of the guard; default {@code version} and {@code deleted}. */
        public Builder guard(String versionColumn, String deletedColumn) {
            version = Names.requireColumn(versionColumn);
            deleted = Names.requireColumn(deletedColumn);
            return this;
        }

        /** Leaves items out. Changes of theirs count as stale: there is nothing to write. */
        public Builder only(Predicate<? super ItemKey> held) {
            filter = requireNonNull(held, "held");
            return this;
        }

        /** Lets the row of a deleted item show what its last version holds, instead of nothing. */
        public Builder keepingDeleted() {
            keepsDeleted = true;
            return this;
        }

        /** Returns the projection; fails with {@link InvalidValueException} when two columns share a name. */
        public RowProjection build() {
            boolean isById = keys.isEmpty();
            if (isById) {
                key("id", ItemKey::id);
            }
            return new RowProjection(this, isById);
        }
    }
}
