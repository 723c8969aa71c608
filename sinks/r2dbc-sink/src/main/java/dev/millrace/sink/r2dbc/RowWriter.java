/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.sink.SinkOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes rows in as few statements as it can. One that the database refuses because of a row is written as two halves,
 * until the row that is at fault stands alone: n rows take at most 2n - 1 statements.
 */
final class RowWriter {

    /** How many rows a statement has at most. */
    private static final int MOST_ROWS = 1000;

    /** How many parameters MariaDB and MySQL take in one statement. */
    private static final int MOST_VALUES = 65_535;

    /** From how many characters of values on a statement takes no more rows: MariaDB takes 16 MB in one. */
    private static final long MANY_CHARACTERS = 3_000_000;

    private final Database database;
    private final SqlTable table;
    private final SqlFailures failures;
    private final int mostRows;

    RowWriter(Database database, SqlTable table, SqlFailures failures, int columns) {
        this.database = database;
        this.table = table;
        this.failures = failures;
        this.mostRows = Math.min(MOST_ROWS, MOST_VALUES / columns);
    }

    /** Emits one outcome per row, in their order; fails when it is not the fault of a row. */
    Mono<List<SinkOutcome>> write(List<TableRow> rows) {
        return inOrder(Flux.fromIterable(chunks(rows)));
    }

    private Mono<List<SinkOutcome>> inOrder(Flux<List<TableRow>> parts) {
        return parts.concatMap(this::writeTogether, 1)
                .flatMapIterable(Function.identity())
                .collectList();
    }

    private Mono<List<SinkOutcome>> writeTogether(List<TableRow> rows) {
        return database.run(connection -> table.write(connection, rows))
                .map(written -> outcomes(rows, written))
                .onErrorResume(failure -> recover(rows, failure));
    }

    private static List<SinkOutcome> outcomes(List<TableRow> rows, Predicate<TableRow> written) {
        return rows.stream()
                .map(row -> written.test(row) ? SinkOutcome.applied() : SinkOutcome.stale())
                .toList();
    }

    private Mono<List<SinkOutcome>> recover(List<TableRow> rows, Throwable failure) {
        if (!failures.isOfTheRow(failure)) {
            return Mono.error(failures.failure(failure));
        } else if (rows.size() == 1) {
            return Mono.just(List.of(SinkOutcome.refused(failures.refusal(failure))));
        }
        int middle = rows.size() / 2;
        return inOrder(Flux.just(rows.subList(0, middle), rows.subList(middle, rows.size())));
    }

    private List<List<TableRow>> chunks(List<TableRow> rows) {
        List<List<TableRow>> chunks = new ArrayList<>();
        int from = 0;
        long characters = 0;
        for (int i = 0; i < rows.size(); i++) {
            characters += rows.get(i).characters();
            if (i + 1 - from == mostRows || characters >= MANY_CHARACTERS || i + 1 == rows.size()) {
                chunks.add(rows.subList(from, i + 1));
                from = i + 1;
                characters = 0;
            }
        }
        return chunks;
    }
}
