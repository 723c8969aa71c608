/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps a table of PostgreSQL, MariaDB or MySQL: the newest version of each item is a row, guarded by version. Rows of
 * deleted items stay, marked as such, so that a late change cannot bring one back; queries leave them out.
 *
 * <p>A batch is one statement (on MariaDB and MySQL, one short transaction). A change whose row the database refuses, be it
 * for a constraint, a value that does not fit or a NUL in a text, is refused alone. Deadlocks, serialization failures,
 * killed connections and timeouts fail the batch with {@link dev.millrace.StoreUnavailableException}; a missing table, a
 * denied permission or wrong credentials with {@link dev.millrace.StoreMisconfiguredException}. No message shows a value.
 *
 * <p>It needs to select, insert and update in the table, no more. Signals arrive on the driver's threads.
 */
public final class R2dbcSink implements ChangeSink {

    private final SinkName name;
    private final RowProjection projection;
    private final SqlTable table;
    private final Database database;
    private final SqlFailures failures;
    private final RowWriter writer;

    private R2dbcSink(SinkName name, RowProjection projection, SqlTable table, Database database) {
        this.name = name;
        this.projection = projection;
        this.table = table;
        this.database = database;
        this.failures = new SqlFailures(projection.table().name());
        int columns = projection.table().columnNames().size();
        this.writer = new RowWriter(database, table, failures, columns);
    }

    /** A sink over a pool, with its options, named after the database: {@code postgres}, {@code mariadb} or {@code mysql}. */
    public static R2dbcSink of(SqlConnection connection, RowProjection projection) {
        return of(connection.factory(), connection.options().statementTimeout(), projection);
    }

    /**
     * A sink over connections of the caller's, a pool as a rule.
     *
     * @param timeout how long a statement may take; then its connection is closed
     */
    public static R2dbcSink of(ConnectionFactory connections, Duration timeout, RowProjection projection) {
        SqlTable table = SqlTable.of(projection.table(), connections);
        Database database = new Database(connections, requireNonNull(timeout, "timeout"));
        return new R2dbcSink(table.database(), projection, table, database);
    }

    /** The same sink under another name; each table that is filled from one topic needs its own. */
    public R2dbcSink withName(SinkName newName) {
        return new R2dbcSink(requireNonNull(newName, "newName"), projection, table, database);
    }

    /** The statement that creates the table, for whoever keeps such statements elsewhere. */
    public String tableDefinition() {
        return table.definition();
    }

    /**
     * Creates the table if it is missing; completes once it is there. One that is there stays as it is. For development and
     * tests; fails when the user may not create tables.
     */
    public Mono<Void> createTable() {
        return database.run(connection ->
                        Query.run(connection, table.definition(), List.of()).thenReturn(true))
                .retry(1) // of two that create it at once, one fails
                .onErrorMap(failures::failure)
                .then();
    }

    @Override
    public SinkName name() {
        return name;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return BatchWrite.of(List.copyOf(changes), projection, table, writer);
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        requireNonNull(key, "key");
        return Mono.defer(() -> database.run(connection -> table.version(connection, projection.key(key))))
                .map(Version::of)
                .defaultIfEmpty(Version.NONE)
                .onErrorMap(failures::failure);
    }
}
