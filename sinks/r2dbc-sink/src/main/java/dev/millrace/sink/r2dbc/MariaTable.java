/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.sink.r2dbc.SqlText.list;

import dev.millrace.sink.SinkName;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.IsolationLevel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A table of MariaDB or MySQL, whose upsert does not say which rows it wrote. A batch is a transaction that locks and reads
 * the versions of the rows that are there, then inserts those that are not and updates those that are older. A row that
 * somebody else inserts in between breaks the insert, and the halves of the batch see it.
 */
final class MariaTable implements SqlTable {

    private static final Quotes NAMES = Quotes.MARIA;

    /** Without a strict mode what does not fit would be cut in silence; the user's own mode stays beside it. */
    private static final String STRICT =
            "set session sql_mode = concat_ws(',', nullif(@@session.sql_mode, ''), 'STRICT_ALL_TABLES')";

    private static final int LONGEST_KEY = 768;

    private final SinkName database;
    private final int keyColumns;
    private final String definition;
    private final String lock;
    private final String key;
    private final String insert;
    private final String row;
    private final String update;
    private final String version;

    MariaTable(Table table, SinkName database, String collation) {
        this.database = database;
        this.keyColumns = table.keys().size();
        this.definition = definition(table, collation);
        String keys = "(%s)".formatted(list(NAMES.columns(table.keys())));
        this.lock = "select %s, %s from %s where %s in "
                .formatted(
                        list(NAMES.columns(table.keys())),
                        NAMES.column(table.version()),
                        NAMES.table(table.name()),
                        keys);
        this.key = "(%s)".formatted(list(table.keys().stream().map(name -> "?")));
        this.insert = "insert into %s (%s) values "
                .formatted(NAMES.table(table.name()), list(NAMES.columns(table.columnNames())));
        this.row = "(%s)"
                .formatted(list(Stream.concat(
                        table.columnNames().stream().limit(keyColumns + 2L).map(name -> "?"),
                        table.columns().stream().map(MariaTable::parameter))));
        this.update = " on duplicate key update " + list(assignments(table));
        this.version = "select %s from %s where %s = %s"
                .formatted(NAMES.column(table.version()), NAMES.table(table.name()), keys, key);
    }

    private static String parameter(Column<?> column) {
        return column.type().kind() == ColumnType.Kind.BINARY ? "unhex(?)" : "?";
    }

    /** The version comes last: what comes before still compares with the one that is held. */
    private static Stream<String> assignments(Table table) {
        String version = NAMES.column(table.version());
        Stream<String> others = NAMES.columns(table.columnNames())
                .skip(table.keys().size())
                .filter(column -> !column.equals(version))
                .map(column -> "%1$s = if(values(%2$s) > %2$s, values(%1$s), %1$s)".formatted(column, version));
        return Stream.concat(others, Stream.of("%1$s = greatest(%1$s, values(%1$s))".formatted(version)));
    }

    private static String definition(Table table, String collation) {
        String text = "varchar(%d) character set utf8mb4 collate %s not null"
                .formatted(LONGEST_KEY / table.keys().size(), collation);
        Stream<String> columns = Stream.of(
                        NAMES.columns(table.keys()).map(key -> key + " " + text),
                        Stream.of(
                                NAMES.column(table.version()) + " bigint not null",
                                NAMES.column(table.deleted()) + " boolean not null"),
                        table.columns().stream().map(MariaTable::definition),
                        Stream.of("primary key (%s)".formatted(list(NAMES.columns(table.keys())))))
                .flatMap(Function.identity());
        return "create table if not exists %s (%n  %s%n)"
                .formatted(NAMES.table(table.name()), String.join(",\n  ", columns.toList()));
    }

    private static String definition(Column<?> column) {
        return NAMES.column(column.name()) + " " + type(column.type()) + (column.required() ? " not null" : "");
    }

    private static String type(ColumnType<?> type) {
        return switch (type.kind()) {
            case TEXT ->
                (type.size() == ColumnType.UNBOUNDED ? "longtext" : "varchar(%d)".formatted(type.size()))
                        + " character set utf8mb4";
            case INTEGER -> "bigint";
            case NUMERIC -> "decimal(%d, %d)".formatted(type.size(), type.scale());
            case BOOLEAN -> "boolean";
            case TIMESTAMP -> "datetime(3)";
            case DATE -> "date";
            case UUID -> "char(36)";
            case JSON -> "json";
            case BINARY -> "longblob";
        };
    }

    @Override
    public SinkName database() {
        return database;
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
        return SqlText.maria(value);
    }

    @Override
    public Mono<Predicate<TableRow>> write(Connection connection, List<TableRow> rows) {
        // Gaps between rows are not locked on this level: else writers of neighbouring new rows would block each other.
        return Query.run(connection, STRICT, List.of())
                .then(Mono.from(connection.beginTransaction(IsolationLevel.READ_COMMITTED)))
                .then(Mono.defer(() -> held(connection, rows)))
                .flatMap(held -> write(connection, rows, held))
                .flatMap(written -> Mono.from(connection.commitTransaction()).thenReturn(written))
                .onErrorResume(failure -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.error(failure)));
    }

    private Mono<Map<List<String>, Long>> held(Connection connection, List<TableRow> rows) {
        String sql = lock + "(" + String.join(", ", Collections.nCopies(rows.size(), key)) + ") for update";
        List<String> keys = rows.stream().flatMap(row -> row.key().stream()).toList();
        return Query.rows(
                        connection,
                        sql,
                        keys,
                        row -> Map.entry(Query.texts(row, keyColumns), Query.number(row, keyColumns)))
                .collect(HashMap::new, (held, entry) -> held.put(entry.getKey(), entry.getValue()));
    }

    private Mono<Predicate<TableRow>> write(Connection connection, List<TableRow> rows, Map<List<String>, Long> held) {
        Predicate<TableRow> isFresh = row -> !held.containsKey(row.key());
        Predicate<TableRow> isNewer = row -> row.version() > held.getOrDefault(row.key(), Long.MAX_VALUE);
        return insert(connection, rows.stream().filter(isFresh).toList(), "")
                .then(insert(connection, rows.stream().filter(isNewer).toList(), update))
                .thenReturn(isFresh.or(isNewer));
    }

    private Mono<Void> insert(Connection connection, List<TableRow> rows, String tail) {
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        String sql = insert + String.join(", ", Collections.nCopies(rows.size(), row)) + tail;
        List<@Nullable String> values = new ArrayList<>();
        for (TableRow each : rows) {
            values.addAll(each.key());
            values.add(Long.toString(each.version()));
            values.add(text(each.deleted()));
            values.addAll(each.values());
        }
        return Query.run(connection, sql, values);
    }

    @Override
    public Mono<Long> version(Connection connection, List<String> key) {
        return Query.rows(connection, version, key, row -> Query.number(row, 0)).next();
    }
}
