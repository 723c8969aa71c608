/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import io.r2dbc.spi.Connection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** What the database knows of a read model's view and of the tables of its generations. */
final class ViewCatalog {

    /** What a name stands for. */
    enum Kind {
        NOTHING,
        TABLE,
        VIEW
    }

    private final GenerationNames names;
    private final List<String> schema;
    private final String tables;
    private final String kind;
    private final String query;

    ViewCatalog(Quotes quotes, GenerationNames names) {
        this.names = names;
        this.schema = names.schema().isEmpty() ? List.of() : List.of(names.schema());
        boolean isPostgres = quotes == Quotes.POSTGRES;
        String here = isPostgres ? "current_schema()" : "database()";
        String name = quotes.parameter(1);
        String in = schema.isEmpty() ? here : quotes.parameter(2);
        String from = "from information_schema.tables where table_name %s %s and table_schema = %s";
        this.tables = "select table_name " + from.formatted("like", name, in);
        this.kind = "select table_type " + from.formatted("=", name, in);
        this.query = isPostgres
                ? "select definition from pg_views where viewname = %s and schemaname = %s".formatted(name, in)
                : "select view_definition from information_schema.views where table_name = %s and table_schema = %s"
                        .formatted(name, in);
    }

    /** The numbers of the generations that have a table, in their order. */
    Mono<List<Integer>> existing(Connection connection) {
        String prefix = GenerationNames.inSchema(names.view()) + GenerationNames.SUFFIX + "%";
        return texts(connection, tables, prefix).map(found -> found.stream()
                .map(names::generation)
                .flatMap(number -> number.stream().boxed())
                .sorted()
                .toList());
    }

    Mono<Kind> kind(Connection connection) {
        return texts(connection, kind, GenerationNames.inSchema(names.view()))
                .map(found -> found.isEmpty() ? Kind.NOTHING : found.contains("VIEW") ? Kind.VIEW : Kind.TABLE);
    }

    /** The generation that the view shows; empty if there is no view, or one of another making. */
    Mono<Integer> inUse(Connection connection) {
        return texts(connection, query, GenerationNames.inSchema(names.view())).flatMap(found -> {
            OptionalInt shown = found.stream()
                    .map(names::shown)
                    .flatMap(number -> number.stream().boxed())
                    .mapToInt(Integer::intValue)
                    .findFirst();
            return shown.isPresent() ? Mono.just(shown.getAsInt()) : Mono.empty();
        });
    }

    private Mono<List<String>> texts(Connection connection, String sql, String name) {
        List<String> values = Stream.concat(Stream.of(name), schema.stream()).toList();
        return Query.rows(connection, sql, values, row -> Query.texts(row, 1).get(0))
                .collectList();
    }
}
