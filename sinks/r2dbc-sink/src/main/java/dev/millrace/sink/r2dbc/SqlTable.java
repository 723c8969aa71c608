/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.item.InvalidValueException;
import dev.millrace.sink.SinkName;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A table in the words of one kind of database. All its statements are put together once, from names that
 * {@link Names} lets pass; whatever an item says is bound to a parameter.
 */
sealed interface SqlTable permits PostgresTable, MariaTable {

    /** Returns the table in the words that the driver's database understands. */
    static SqlTable of(Table table, ConnectionFactory factory) {
        String product = factory.getMetadata().getName();
        return switch (product) {
            case "PostgreSQL" -> new PostgresTable(table);
            case "MariaDB" -> new MariaTable(table, SinkName.of("mariadb"), "utf8mb4_nopad_bin");
            case "MySQL" -> new MariaTable(table, SinkName.of("mysql"), "utf8mb4_0900_bin");
            default -> throw new InvalidValueException("database", product, "must be PostgreSQL, MariaDB or MySQL");
        };
    }

    /** What kind of database it is; the name of its sink unless that is given one. */
    SinkName database();

    /** How it quotes names. */
    Quotes quotes();

    /** The statement that creates the table if it is missing. */
    String definition();

    /** The value as a text that the database reads. */
    @Nullable
    String text(@Nullable Object value);

    /**
     * Writes those rows that are newer than what the table holds, all of them or none.
     *
     * @param rows sorted by key, no two with one key
     * @return which of the rows were written
     */
    Mono<Predicate<TableRow>> write(Connection connection, List<TableRow> rows);

    /** Emits the version of the row; empty if there is none. */
    Mono<Long> version(Connection connection, List<String> key);
}
