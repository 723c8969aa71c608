/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import java.util.Map;

/**
 * How to reach a database, how many connections to keep to it, and when to give one up.
 *
 * @param url where it is, as R2DBC writes it, without user and password: {@code r2dbcs:postgresql://host:5432/database} with
 *     TLS and the server's name checked, {@code r2dbc:} without TLS; the driver's own options may follow a question mark
 * @param user who connects; needs to select, insert and update
 * @param password the user's password; never shown
 * @param maxConnections how many connections there may be, 1 or more; default 16, as many as a runner has lanes
 * @param connectTimeout how long it may take to open or to check one; default 5 s
 * @param acquireTimeout how long to wait for a free one; default 10 s
 * @param statementTimeout how long a batch may take; then its connection is closed; default 20 s
 * @param maxIdle after how long without use one is closed; default 5 min
 * @param maxLifetime after how long any is closed, so that a database that has moved is found again; default 30 min
 */
public record SqlOptions(
        String url,
        String user,
        String password,
        int maxConnections,
        Duration connectTimeout,
        Duration acquireTimeout,
        Duration statementTimeout,
        Duration maxIdle,
        Duration maxLifetime) {

    private static final String URL = "SQL_URL";
    private static final String USER = "SQL_USER";
    private static final String PASSWORD = "SQL_PASSWORD";

    /** Validates the numbers and the form of the URL; fails with {@link InvalidValueException}, which does not show it. */
    public SqlOptions {
        requireUrl(requireNonNull(url, "url"));
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        if (maxConnections < 1) {
            throw new InvalidValueException("maxConnections", Integer.toString(maxConnections), "must be at least 1");
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("acquireTimeout", acquireTimeout);
        requirePositive("statementTimeout", statementTimeout);
        requirePositive("maxIdle", maxIdle);
        requirePositive("maxLifetime", maxLifetime);
    }

    private static void requireUrl(String url) {
        ConnectionFactoryOptions parsed;
        try {
            parsed = ConnectionFactoryOptions.parse(url);
        } catch (IllegalArgumentException notHandedOn) {
            throw InvalidValueException.hidden("url", "must have the form r2dbc:driver://host:port/database");
        }
        if (parsed.hasOption(ConnectionFactoryOptions.PASSWORD) || parsed.hasOption(ConnectionFactoryOptions.USER)) {
            throw InvalidValueException.hidden("url", "must not hold a user or a password");
        }
    }

    private static void requirePositive(String what, Duration duration) {
        if (requireNonNull(duration, what).isNegative() || duration.isZero()) {
            throw new InvalidValueException(what, duration.toString(), "must be positive");
        }
    }

    /** The defaults, for that database and that user. */
    public static SqlOptions of(String url, String user, String password) {
        return new SqlOptions(
                url,
                user,
                password,
                16,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30));
    }

    /** The defaults, for what {@code SQL_URL}, {@code SQL_USER} and {@code SQL_PASSWORD} name. */
    public static SqlOptions fromEnvironment() {
        return from(System.getenv());
    }

    static SqlOptions from(Map<String, String> environment) {
        return of(
                environment.getOrDefault(URL, "").trim(),
                environment.getOrDefault(USER, "").trim(),
                environment.getOrDefault(PASSWORD, ""));
    }

    /** The same options with room for that many connections. */
    public SqlOptions withMaxConnections(int newMaxConnections) {
        return new SqlOptions(
                url,
                user,
                password,
                newMaxConnections,
                connectTimeout,
                acquireTimeout,
                statementTimeout,
                maxIdle,
                maxLifetime);
    }

    /** The same options with other timeouts: to open a connection, to wait for one, and for a batch. */
    public SqlOptions withTimeouts(Duration newConnect, Duration newAcquire, Duration newStatement) {
        return new SqlOptions(
                url, user, password, maxConnections, newConnect, newAcquire, newStatement, maxIdle, maxLifetime);
    }

    /** The same options with other ages at which a connection is closed: without use, and in any case. */
    public SqlOptions withAges(Duration newMaxIdle, Duration newMaxLifetime) {
        return new SqlOptions(
                url,
                user,
                password,
                maxConnections,
                connectTimeout,
                acquireTimeout,
                statementTimeout,
                newMaxIdle,
                newMaxLifetime);
    }

    /** Shows everything but the password. */
    @Override
    public String toString() {
        return "SqlOptions[%s, user %s, %d connections]".formatted(url, user, maxConnections);
    }
}
