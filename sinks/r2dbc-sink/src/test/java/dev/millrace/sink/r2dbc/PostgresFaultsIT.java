/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.millrace.MillraceException.Retry;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.junit.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong with the database and not with a change: the batch fails as a whole and may be applied again. */
@ExtendWith(LocalPostgres.class)
class PostgresFaultsIT {

    private static final Duration PATIENCE = PostgresDatabase.PATIENCE;

    private static PostgresDatabase database;
    private static R2dbcSink sink;

    private final PartitionKey partition = Samples.freshPartition();
    private final ItemKey a = Samples.key(partition, "A");
    private final ItemKey b = Samples.key(partition, "B");
    private final List<ChangeRecord> first = List.of(change(a, 1, note("a1")), change(b, 1, note("b1")));
    private final List<ChangeRecord> second = List.of(change(b, 2, note("b2")), change(a, 2, note("a2")));

    @BeforeAll
    static void open(PostgresLocal engine) {
        database = PostgresDatabase.fresh(engine);
        sink = database.sink(RowProjection.ofItems("items"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static List<SinkOutcome> apply(List<ChangeRecord> changes) {
        return sink.apply(changes).block(PATIENCE);
    }

    /** A batch on its way to a row that somebody else holds. */
    private static CompletableFuture<List<SinkOutcome>> applyUntilItWaits(List<ChangeRecord> changes) {
        CompletableFuture<List<SinkOutcome>> applied = sink.apply(changes).toFuture();
        await().atMost(PATIENCE).until(() -> waiting().isPresent());
        return applied;
    }

    private static Optional<String> waiting() {
        return database.query("select pid from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database() and query like 'with written%'");
    }

    private static void update(Connection connection, ItemKey key) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update items set name = 'held' where id = '%s'".formatted(key.id()));
        }
    }

    /** The test holds one row; the batch waits for it, while the test asks for a row that the batch holds. */
    private Connection holding(ItemKey key) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local deadlock_timeout = '1min'"); // so that it is the sink that notices
        }
        update(connection, key);
        return connection;
    }

    private static StoreUnavailableException failure(CompletableFuture<?> call) {
        CompletionException thrown =
                catchThrowableOfType(CompletionException.class, () -> call.orTimeout(30, TimeUnit.SECONDS)
                        .join());
        assertThat(thrown).hasCauseInstanceOf(StoreUnavailableException.class);
        return (StoreUnavailableException) thrown.getCause();
    }

    @Test
    void a_deadlock_fails_the_batch_as_one_that_may_be_tried_again() throws SQLException {
        apply(first);
        try (Connection other = holding(b)) {
            CompletableFuture<List<SinkOutcome>> applied = applyUntilItWaits(second);
            update(other, a);

            assertThat(failure(applied).getMessage()).contains("SQLSTATE 40P01");
            other.rollback();
        }
        assertThat(apply(second)).containsOnly(SinkOutcome.applied());
    }

    @Test
    void a_connection_that_is_killed_under_a_batch_fails_it_as_one_that_may_be_tried_again() throws SQLException {
        apply(first);
        try (Connection other = holding(b)) {
            CompletableFuture<List<SinkOutcome>> applied = applyUntilItWaits(second);
            database.query("select pg_terminate_backend(?::int)", waiting().orElseThrow());

            assertThat(failure(applied).retry()).isEqualTo(Retry.AS_IS);
            other.rollback();
        }
        // The server's word that it is over may come before its end: then the pool lends that connection once more.
        assertThat(sink.apply(second).retry(1).block(PATIENCE)).containsOnly(SinkOutcome.applied());
    }

    @Test
    void a_batch_that_takes_too_long_fails_and_its_connection_is_not_used_again() throws SQLException {
        apply(first);
        SqlOptions hurried =
                database.options().withMaxConnections(1).withTimeouts(PATIENCE, PATIENCE, Duration.ofMillis(300));
        try (SqlConnection pool = SqlConnection.open(hurried);
                Connection other = holding(b)) {
            R2dbcSink impatient = R2dbcSink.of(pool, RowProjection.ofItems("items"));

            assertThat(failure(impatient.apply(second).toFuture()).getMessage()).contains("TimeoutException");
            other.rollback();
            await().atMost(PATIENCE).until(() -> waiting().isEmpty());
            assertThat(impatient.apply(second).block(PATIENCE)).hasSize(2);
        }
    }

    @Test
    void batches_in_opposite_order_do_not_lock_each_other_out() {
        for (int version = 1; version <= 50; version++) {
            List<ChangeRecord> forth = List.of(change(a, version, note("x")), change(b, version, note("x")));
            List<ChangeRecord> back = List.of(change(b, version, note("x")), change(a, version, note("x")));
            CompletableFuture<List<SinkOutcome>> one = sink.apply(forth).toFuture();
            CompletableFuture<List<SinkOutcome>> other = sink.apply(back).toFuture();

            assertThat(List.of(one.join(), other.join()).stream().flatMap(List::stream))
                    .as("version %d", version)
                    .filteredOn(outcome -> outcome == SinkOutcome.applied())
                    .hasSize(2);
        }
    }

    @Test
    void a_missing_table_is_a_misconfiguration() {
        R2dbcSink lost = R2dbcSink.of(database.pool, RowProjection.ofItems("no_such_table"));

        assertThat(catchThrowableOfType(StoreMisconfiguredException.class, () -> lost.apply(first)
                        .block(PATIENCE)))
                .hasMessage("table no_such_table cannot be used: SQLSTATE 42P01");
        assertThat(catchThrowableOfType(StoreMisconfiguredException.class, () -> lost.appliedVersion(a)
                        .block(PATIENCE)))
                .hasMessageContaining("42P01");
    }

    @Test
    void a_user_who_may_only_select_insert_and_update_is_enough_but_creates_no_table() {
        database.execute("create role worker login password 'secret'; grant select, insert, update on items to worker");
        try (SqlConnection pool = SqlConnection.open(database.optionsOf("worker", "secret"))) {
            R2dbcSink restricted = R2dbcSink.of(pool, RowProjection.ofItems("items"));

            assertThat(restricted.apply(first).block(PATIENCE)).containsOnly(SinkOutcome.applied());
            assertThat(restricted.apply(second).block(PATIENCE)).containsOnly(SinkOutcome.applied());
            assertThat(restricted.apply(first).block(PATIENCE)).containsOnly(SinkOutcome.stale());
            R2dbcSink other = R2dbcSink.of(pool, RowProjection.ofItems("other"));
            assertThat(catchThrowableOfType(StoreMisconfiguredException.class, () -> other.createTable()
                            .block(PATIENCE)))
                    .hasMessage("table other cannot be used: SQLSTATE 42501");
        } finally {
            database.execute("drop owned by worker; drop role worker");
        }
    }

    @Test
    void a_server_that_goes_and_comes_back_is_found_again() {
        try (PostgresLocal engine = PostgresLocal.start();
                PostgresDatabase own = PostgresDatabase.fresh(engine)) {
            R2dbcSink itsSink = own.sink(RowProjection.ofItems("items"));
            itsSink.apply(first).block(PATIENCE);

            engine.stop();
            assertThat(failure(itsSink.apply(second).toFuture()).retry()).isEqualTo(Retry.AS_IS);

            engine.restart();
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                            itsSink.apply(second).block(PATIENCE))
                    .hasSize(2));
            assertThat(own.item(a).block(PATIENCE)).isEqualTo(note("a2"));
        }
    }
}
