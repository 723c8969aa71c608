/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.sink.r2dbc.SqlText.list;

import dev.millrace.sink.SinkName;
import io.r2dbc.spi.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A table of PostgreSQL. A batch is one statement with one array per column: the same text for every size of batch, and it
 * answers with the keys of the rows that it wrote.
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
        String key = list(NAMES.columns(table.keys()));
        Stream<String> others =
                NAMES.columns(table.columnNames()).skip(table.keys().size());
        return """
                insert into %s as held (%s)
                select * from unnest(%s)
                on conflict (%s) do update set %s
                where held.%s < excluded.%s
                returning %s"""
                .formatted(
                        NAMES.table(table.name()),
                        list(NAMES.columns(table.columnNames())),
                        list(arrays(table)),
                        key,
                        list(others.map(column -> "%s = excluded.%s".formatted(column, column))),
                        NAMES.column(table.version()),
                        NAMES.column(table.version()),
                        list(NAMES.columns(table.keys()).map(column -> "held.%s::text".formatted(column))));
    }

    /** Cast without a length or a scale: a cast with one would cut or round what the column refuses. */
    private static Stream<String> arrays(Table table) {
        List<String> types = Stream.of(
                        table.keys().stream().map(key -> "text"),
                        Stream.of("bigint", "boolean"),
                        table.columns().stream().map(column -> type(column.type())))
                .flatMap(Function.identity())
                .toList();
        return numbered(types, "$%2$d::text[]::%1$s[]");
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
    public Mono<Set<List<String>>> write(Connection connection, List<TableRow> rows) {
        return Query.rows(connection, upsert, arrays(rows), row -> Query.texts(row, keyColumns))
                .collect(HashSet::new, Set::add);
    }

    private List<Object> arrays(List<TableRow> rows) {
        List<Object> arrays = new ArrayList<>();
        for (int i = 0; i < keyColumns; i++) {
            int part = i;
            arrays.add(array(rows, row -> row.key().get(part)));
        }
        arrays.add(array(rows, row -> Long.toString(row.version())));
        arrays.add(array(rows, row -> Boolean.toString(row.deleted())));
        int others = rows.get(0).values().size();
        for (int i = 0; i < others; i++) {
            int column = i;
            arrays.add(array(rows, row -> row.values().get(column)));
        }
        return arrays;
    }

    private static @Nullable String[] array(List<TableRow> rows, Function<TableRow, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    @Override
    public Mono<Long> version(Connection connection, List<String> key) {
        return Query.rows(connection, version, key, row -> Query.number(row, 0)).next();
    }
}
