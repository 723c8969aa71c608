/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.sink.r2dbc.SqlText.list;
import static java.util.Objects.requireNonNull;

import dev.millrace.sink.SinkName;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A table of PostgreSQL. A batch is one statement with one text per column, which the database takes apart: the same
 * statement for every size of batch, and it answers how many rows it wrote, and which, if only some.
 */
final class PostgresTable implements SqlTable {

    private static final Quotes NAMES = Quotes.POSTGRES;

    private final int keyColumns;
    private final String definition;
    private final String upsert;
    private final String version;

    PostgresTable(Table table) {
        this.keyColumns = table.keys().size();
        this.definition = definition(table);
        this.upsert = upsert(table);
        this.version = "select %s from %s where %s"
                .formatted(
                        NAMES.column(table.version()),
                        NAMES.table(table.name()),
                        String.join(" and ", numbered(table.keys(), "%s = $%d").toList()));
    }

    private static String upsert(Table table) {
        int columns = table.columnNames().size();
        String count = "$" + (columns + 3);
        Stream<String> others =
                NAMES.columns(table.columnNames()).skip(table.keys().size());
        return """
                with written as (
                  insert into %s as held (%s)
                  select %s limit %s
                  on conflict (%s) do update set %s
                  where held.%s < excluded.%s
                  returning %s)
                select count(*), %s from written"""
                .formatted(
                        NAMES.table(table.name()),
                        list(NAMES.columns(table.columnNames())),
                        list(values(table)),
                        count,
                        list(NAMES.columns(table.keys())),
                        list(others.map(column -> "%s = excluded.%s".formatted(column, column))),
                        NAMES.column(table.version()),
                        NAMES.column(table.version()),
                        list(NAMES.columns(table.keys()).map("held."::concat)),
                        list(NAMES.columns(table.keys()).map(column -> unlessAllOrNone(column, count))));
    }

    /** The keys, unless all rows were written or none: then their number says it, and no key has to travel back. */
    private static String unlessAllOrNone(String key, String all) {
        return "case when count(*) between 1 and %s - 1 then (select array_agg(%s::text) from written) end"
                .formatted(all, key);
    }

    /**
     * Unnested side by side in the list of what is selected, where no row is put aside before it is inserted. Cast without a
     * length or a scale: a cast with one would cut or round what the column refuses.
     */
    private static Stream<String> values(Table table) {
        List<String> types = Stream.of(
                        table.keys().stream().map(key -> "text"),
                        Stream.of("bigint", "boolean"),
                        table.columns().stream().map(column -> type(column.type())))
                .flatMap(Function.identity())
                .toList();
        return numbered(
                types,
                "unnest(string_to_array($%%2$d, $%d, $%d)::%%1$s[])".formatted(types.size() + 1, types.size() + 2));
    }

    private static Stream<String> numbered(List<String> texts, String format) {
        return IntStream.range(0, texts.size()).mapToObj(i -> format.formatted(texts.get(i), i + 1));
    }

    private static String definition(Table table) {
        Stream<String> columns = Stream.of(
                        NAMES.columns(table.keys()).map(key -> key + " text not null"),
                        Stream.of(
                                NAMES.column(table.version()) + " bigint not null",
                                NAMES.column(table.deleted()) + " boolean not null"),
                        table.columns().stream().map(PostgresTable::definition),
                        Stream.of("primary key (%s)".formatted(list(NAMES.columns(table.keys())))))
                .flatMap(Function.identity());
        return "create table if not exists %s (%n  %s%n)"
                .formatted(NAMES.table(table.name()), String.join(",\n  ", columns.toList()));
    }

    private static String definition(Column<?> column) {
        ColumnType<?> type = column.type();
        String size = type.kind() == ColumnType.Kind.NUMERIC ? "(%d, %d)".formatted(type.size(), type.scale()) : "";
        String name = type.kind() == ColumnType.Kind.TEXT && type.size() != ColumnType.UNBOUNDED
                ? "varchar(%d)".formatted(type.size())
                : type(type);
        return NAMES.column(column.name()) + " " + name + size + (column.required() ? " not null" : "");
    }

    private static String type(ColumnType<?> type) {
        return switch (type.kind()) {
            case TEXT -> "text";
            case INTEGER -> "bigint";
            case NUMERIC -> "numeric";
            case BOOLEAN -> "boolean";
            case TIMESTAMP -> "timestamptz";
            case DATE -> "date";
            case UUID -> "uuid";
            case JSON -> "jsonb";
            case BINARY -> "bytea";
        };
    }

    @Override
    public SinkName database() {
        return SinkName.of("postgres");
    }

    @Override
    public Quotes quotes() {
        return NAMES;
    }

    @Override
    public String definition() {
        return definition;
    }

    @Override
    public @Nullable String text(@Nullable Object value) {
        return SqlText.postgres(value);
    }

    @Override
    public Mono<Predicate<TableRow>> write(Connection connection, List<TableRow> rows) {
        return Query.rows(connection, upsert, parameters(rows), answer -> written(answer, rows.size()))
                .single();
    }

    private Predicate<TableRow> written(Row answer, int rows) {
        int count = Math.toIntExact(Query.number(answer, 0));
        if (count == 0 || count == rows) {
            return row -> count > 0;
        }
        Set<List<String>> keys = keys(answer, count);
        return row -> keys.contains(row.key());
    }

    private Set<List<String>> keys(Row answer, int count) {
        List<String[]> parts = new ArrayList<>();
        for (int i = 1; i <= keyColumns; i++) {
            parts.add(requireNonNull(answer.get(i, String[].class)));
        }
        Set<List<String>> keys = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int place = i;
            keys.add(parts.stream().map(part -> part[place]).toList());
        }
        return keys;
    }

    private List<Object> parameters(List<TableRow> rows) {
        Marks marks = Marks.absentFrom(rows);
        List<Object> parameters = new ArrayList<>();
        for (int i = 0; i < keyColumns; i++) {
            int part = i;
            parameters.add(marks.join(rows, row -> row.key().get(part)));
        }
        parameters.add(marks.join(rows, row -> Long.toString(row.version())));
        parameters.add(marks.join(rows, row -> Boolean.toString(row.deleted())));
        int others = rows.get(0).values().size();
        for (int i = 0; i < others; i++) {
            int column = i;
            parameters.add(marks.join(rows, row -> row.values().get(column)));
        }
        parameters.addAll(List.of(marks.end(), marks.none(), (long) rows.size()));
        return parameters;
    }

    @Override
    public Mono<Long> version(Connection connection, List<String> key) {
        return Query.rows(connection, version, key, row -> Query.number(row, 0)).next();
    }
}
