/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs one statement. */
final class Query {

    private Query() {}

    /** Emits what becomes of each row that the statement answers with. */
    static <T> Flux<T> rows(
            Connection connection, String sql, List<? extends @Nullable Object> values, Function<Row, T> mapping) {
        return execute(connection, sql, values).concatMap(result -> result.map((row, metadata) -> mapping.apply(row)));
    }

    /** Completes when the statement has run. */
    static Mono<Void> run(Connection connection, String sql, List<? extends @Nullable Object> values) {
        return execute(connection, sql, values)
                .concatMap(Result::getRowsUpdated)
                .then();
    }

    private static Flux<Result> execute(Connection connection, String sql, List<? extends @Nullable Object> values) {
        return Flux.defer(() -> {
            Statement statement = connection.createStatement(sql);
            for (int i = 0; i < values.size(); i++) {
                bind(statement, i, values.get(i));
            }
            return Flux.<Result>from(statement.execute());
        });
    }

    private static void bind(Statement statement, int index, @Nullable Object value) {
        if (value == null) {
            statement.bindNull(index, String.class);
        } else {
            statement.bind(index, value);
        }
    }

    /** The number in a column that is never null. */
    static Long number(Row row, int column) {
        return requireNonNull(row.get(column, Long.class));
    }

    /** The first so many columns of a row, all of them texts. */
    static List<String> texts(Row row, int columns) {
        return IntStream.range(0, columns)
                .mapToObj(column -> String.valueOf(row.get(column, String.class)))
                .toList();
    }
}
