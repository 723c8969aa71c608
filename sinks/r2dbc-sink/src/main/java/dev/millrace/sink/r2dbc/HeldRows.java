/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.sink.r2dbc.SqlText.list;
import static java.util.Objects.requireNonNull;

import dev.millrace.item.Version;
import dev.millrace.rebuild.HeldItem;
import dev.millrace.rebuild.KeyRange;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** Reads which rows a table has, and in which versions, by their keys. */
final class HeldRows {

    private final Quotes names;
    private final RowProjection projection;
    private final Table table;
    private final String select;
    private final String keys;

    HeldRows(Quotes names, RowProjection projection) {
        this.names = names;
        this.projection = projection;
        this.table = projection.table();
        this.keys = list(names.columns(table.keys()));
        this.select = "select %s, %s, %s from %s where "
                .formatted(
                        keys, names.column(table.version()), names.column(table.deleted()), names.table(table.name()));
    }

    /** The first rows of the range, in the order of the primary key. */
    Mono<List<HeldItem>> page(Connection connection, KeyRange range, int limit) {
        List<String> values = new ArrayList<>();
        String where = String.join(" and ", bound(range.after(), ">", values), bound(range.upTo(), "<", values));
        return read(connection, select + where + " order by %s limit %d".formatted(keys, limit), values);
    }

    /**
     * What is on one side of a key. The first column is named once more, by itself: MariaDB uses no index for several
     * compared together.
     */
    private String bound(List<String> key, String side, List<String> values) {
        if (key.isEmpty()) {
            return "true";
        }
        values.add(key.get(0));
        String first = "%s %s= %s".formatted(names.column(table.keys().get(0)), side, parameters(1, values.size()));
        values.addAll(key);
        String orEqual = side.equals("<") ? "=" : "";
        return "%s and (%s) %s%s (%s)".formatted(first, keys, side, orEqual, parameters(key.size(), values.size()));
    }

    Mono<List<HeldItem>> held(Connection connection, List<List<String>> wanted) {
        List<String> values = wanted.stream().flatMap(List::stream).toList();
        int parts = table.keys().size();
        String rows = list(IntStream.rangeClosed(1, wanted.size())
                .mapToObj(row -> "(%s)".formatted(parameters(parts, row * parts))));
        return read(connection, select + "(%s) in (%s)".formatted(keys, rows), values);
    }

    /** So many parameters, up to the one with that number. */
    private String parameters(int count, int last) {
        return list(IntStream.rangeClosed(last - count + 1, last).mapToObj(names::parameter));
    }

    private Mono<List<HeldItem>> read(Connection connection, String sql, List<String> values) {
        return Query.rows(connection, sql, values, this::item).collectList();
    }

    private HeldItem item(Row row) {
        int parts = table.keys().size();
        List<String> key = Query.texts(row, parts);
        boolean isDeleted = requireNonNull(row.get(parts + 1, Boolean.class));
        return new HeldItem(key, projection.tenant(key), Version.of(Query.number(row, parts)), isDeleted);
    }
}
