/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * PostgreSQL on this machine, a process that ends with this one. Nothing is synced to disk.
 *
 * <p>{@link #freshDatabase()} gives a test class an empty database. The user may do everything; whoever needs one that may
 * not creates it with {@link #connect}.
 */
public final class PostgresLocal implements AutoCloseable {

    private final URI address;
    private final Runnable stopping;
    private final Runnable starting;
    private final Runnable closing;

    private PostgresLocal(URI address, Runnable stopping, Runnable starting, Runnable closing) {
        this.address = address;
        this.stopping = stopping;
        this.starting = starting;
        this.closing = closing;
        requireNonNull(address.getHost(), "host");
        requireNonNull(address.getUserInfo(), "user");
    }

    /** Starts a server with default options; see {@link #start(EngineOptions)}. */
    public static PostgresLocal start() {
        return start(EngineOptions.defaults());
    }

    /**
     * Starts a server. Returns once it answers; throws {@link EngineStartException} if it does not. The heap is that of the
     * JVM that watches over it; to unpack the programs, the first time, it needs 256 MB or more.
     */
    public static PostgresLocal start(EngineOptions options) {
        LocalEngine engine = LocalEngine.start("postgres", new ChildJvm(PostgresServer.class, options));
        return new PostgresLocal(URI.create(engine.address()), engine::stop, engine::restart, engine::close);
    }

    /**
     * A server that somebody else started and stops.
     *
     * @param address {@code postgresql://user:password@host:port/database}, of a user who may create databases
     */
    public static PostgresLocal at(URI address) {
        return new PostgresLocal(address, PostgresLocal::notOurs, PostgresLocal::notOurs, () -> {});
    }

    private static void notOurs() {
        throw new IllegalStateException("the server is not ours to stop");
    }

    /** Where it listens. */
    public String host() {
        return address.getHost();
    }

    /** Where it listens. */
    public int port() {
        return address.getPort() < 0 ? 5432 : address.getPort();
    }

    /** A user who may do everything. */
    public String user() {
        return address.getUserInfo().split(":", 2)[0];
    }

    /** The user's password. */
    public String password() {
        String[] parts = address.getUserInfo().split(":", 2);
        return parts.length == 2 ? parts[1] : "";
    }

    /** The address of a database of the server for R2DBC, without user and password. */
    public String url(String database) {
        return "r2dbc:postgresql://%s:%d/%s".formatted(host(), port(), database);
    }

    /** Creates an empty database and returns its name. */
    public String freshDatabase() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = connect(address.getPath().substring(1));
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database could be created", e);
        }
        return name;
    }

    /** Opens a blocking connection, for what a test prepares and looks up. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), database), user(), password());
    }

    /** Stops the server and keeps its data; not for one that somebody else started. */
    public void stop() {
        stopping.run();
    }

    /** Starts a stopped server again, with its data, at the same address. */
    public void restart() {
        starting.run();
    }

    /** Stops the server; its data is gone. Does nothing the second time. */
    @Override
    public void close() {
        closing.run();
    }
}
