/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import dev.millrace.rebuild.GenerationInUseException;
import dev.millrace.rebuild.HeldItem;
import dev.millrace.rebuild.KeyRange;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.SinkName;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Several tables of one read model, {@code orders_v1}, {@code orders_v2} and so on, and the view {@code orders}, which shows
 * the one in use and which queries ask. Each table has a sink, {@code postgres}, {@code postgres-v2} and so on.
 *
 * <p>On PostgreSQL, {@link #use} is one transaction that waits for queries under way, 5 seconds at most, and fails then with
 * {@link dev.millrace.StoreUnavailableException}. Where the tables have the same columns, views of the user's on the view
 * stay and follow; where they differ, it is made anew with the grants that it had, which is refused while such views stand
 * on it. A table that already has the view's name becomes {@code orders_v1} with {@code use(1)}.
 *
 * <p>It needs to create and drop tables and views, and to own them; the sinks do not.
 */
public final class SqlGenerations implements SinkGenerations {

    private final ConnectionFactory connections;
    private final Duration timeout;
    private final RowProjection projection;
    private final SinkName name;
    private final Quotes quotes;
    private final GenerationNames names;
    private final ViewCatalog catalog;
    private final Database database;
    private final SqlFailures failures;

    private SqlGenerations(ConnectionFactory connections, Duration timeout, RowProjection projection, SinkName name) {
        SqlTable table = SqlTable.of(projection.table(), connections);
        this.connections = connections;
        this.timeout = timeout;
        this.projection = projection;
        this.name = name;
        this.quotes = table.quotes();
        this.names = new GenerationNames(projection.table().name());
        this.catalog = new ViewCatalog(quotes, names);
        this.database = new Database(connections, timeout);
        this.failures = new SqlFailures(names.view());
    }

    /** The generations of what the projection names, whose table is the view; over a pool, with its options. */
    public static SqlGenerations of(SqlConnection connection, RowProjection projection) {
        return of(connection.factory(), connection.options().statementTimeout(), projection);
    }

    /**
     * The same over connections of the caller's, a pool as a rule.
     *
     * @param timeout how long a statement may take; then its connection is closed
     */
    public static SqlGenerations of(ConnectionFactory connections, Duration timeout, RowProjection projection) {
        SinkName name = SqlTable.of(projection.table(), connections).database();
        return new SqlGenerations(connections, requireNonNull(timeout, "timeout"), projection, name);
    }

    /** The same generations, whose sinks have another name: this one, and with {@code -v2} and so on. */
    public SqlGenerations withName(SinkName newName) {
        return new SqlGenerations(connections, timeout, projection, requireNonNull(newName, "newName"));
    }

    @Override
    public R2dbcSink sink(int generation) {
        RowProjection own = projection.withTable(names.table(generation));
        SinkName ownName = generation == 1 ? name : SinkName.of(name + "-v" + generation);
        return R2dbcSink.of(connections, timeout, own).withName(ownName);
    }

    @Override
    public Mono<Void> create(int generation) {
        return sink(generation).createTable();
    }

    @Override
    public Mono<List<Integer>> existing() {
        return run(catalog::existing);
    }

    @Override
    public Mono<Integer> inUse() {
        return run(catalog::inUse);
    }

    @Override
    public Mono<Void> use(int generation) {
        String table = names.table(generation);
        ViewSwitch view = new ViewSwitch(quotes, names);
        return run(connection ->
                catalog.kind(connection).flatMap(kind -> view.show(connection, table, kind, generation == 1)));
    }

    @Override
    public Mono<Void> drop(int generation) {
        String drop = "drop table if exists " + quotes.table(names.table(generation));
        return run(connection -> catalog.inUse(connection)
                .filter(used -> used == generation)
                .flatMap(used -> Mono.<Void>error(new GenerationInUseException(names.view(), generation)))
                .then(Query.run(connection, drop, List.of())));
    }

    @Override
    public Mono<List<HeldItem>> page(int generation, KeyRange range, int limit) {
        HeldRows rows = rows(generation);
        return run(connection -> rows.page(connection, range, limit));
    }

    @Override
    public Mono<List<HeldItem>> held(int generation, List<List<String>> keys) {
        HeldRows rows = rows(generation);
        List<List<String>> wanted = List.copyOf(keys);
        return run(connection -> rows.held(connection, wanted));
    }

    private HeldRows rows(int generation) {
        return new HeldRows(quotes, projection.withTable(names.table(generation)));
    }

    private <T> Mono<T> run(Function<Connection, Mono<T>> work) {
        return database.run(work).onErrorMap(failures::failure);
    }
}
