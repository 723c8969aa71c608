/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.ValidationDepth;

/**
 * One shared pool of connections to a database. Open one per process and database, build as many sinks on it as there are
 * tables, close it last. It needs the database's R2DBC driver on the class path.
 *
 * <p>It outlives the database. A connection that is closed is dropped before it is lent. One whose other end has vanished
 * without a word costs one batch its timeout, and is closed then: asking the server before each batch would cost every
 * batch. None gets older than its lifetime.
 */
public final class SqlConnection implements AutoCloseable {

    private static final Option<Boolean> KEEP_ALIVE = Option.valueOf("tcpKeepAlive");

    /** How often a lender tries another connection when it finds one dead. */
    private static final int ACQUIRE_RETRIES = 2;

    /** How many callers may wait for each connection. */
    private static final int WAITING_PER_CONNECTION = 64;

    private final ConnectionPool pool;
    private final SqlOptions options;

    private SqlConnection(ConnectionPool pool, SqlOptions options) {
        this.pool = pool;
        this.options = options;
    }

    /** Opens a pool. No I/O happens yet; fails with {@link IllegalStateException} when there is no driver for the URL. */
    public static SqlConnection open(SqlOptions options) {
        ConnectionPoolConfiguration configuration = ConnectionPoolConfiguration.builder(driver(options))
                .initialSize(0)
                .maxSize(requireNonNull(options, "options").maxConnections())
                .maxAcquireTime(options.acquireTimeout())
                .maxCreateConnectionTime(options.connectTimeout())
                .maxValidationTime(options.connectTimeout())
                .validationDepth(ValidationDepth.LOCAL)
                .acquireRetry(ACQUIRE_RETRIES)
                .maxIdleTime(options.maxIdle())
                .maxLifeTime(options.maxLifetime())
                .customizer(pool -> pool.maxPendingAcquire(options.maxConnections() * WAITING_PER_CONNECTION))
                .build();
        return new SqlConnection(new ConnectionPool(configuration), options);
    }

    private static ConnectionFactory driver(SqlOptions options) {
        return ConnectionFactories.get(ConnectionFactoryOptions.parse(options.url())
                .mutate()
                .option(ConnectionFactoryOptions.USER, options.user())
                .option(ConnectionFactoryOptions.PASSWORD, options.password())
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, options.connectTimeout())
                .option(KEEP_ALIVE, true)
                .build());
    }

    /** The pool itself, for queries. */
    public ConnectionFactory factory() {
        return pool;
    }

    /** How it was opened. */
    public SqlOptions options() {
        return options;
    }

    /** Closes all connections, and waits for that; statements under way fail. */
    @Override
    public void close() {
        pool.dispose();
    }
}
