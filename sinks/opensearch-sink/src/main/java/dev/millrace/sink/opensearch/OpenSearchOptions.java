/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach OpenSearch, and how long to wait for it.
 *
 * @param endpoint where it answers; with {@code https} the server's certificate and its host name are checked
 * @param username who writes and asks; empty for a server that asks for no name
 * @param password that user's password
 * @param trusted a file with the certificates, in PEM form, that are trusted instead of those that the JVM trusts; null for
 *     the JVM's
 * @param connectTimeout how long a connection may take; default 5 s
 * @param responseTimeout how long an answer may be silent; default 20 s
 * @param maxConnections how many requests may be under way at once, 1 or more; further ones wait; default 32
 */
public record OpenSearchOptions(
        URI endpoint,
        String username,
        String password,
        @Nullable Path trusted,
        Duration connectTimeout,
        Duration responseTimeout,
        int maxConnections) {

    private static final String ENDPOINT = "OPENSEARCH_ENDPOINT";
    private static final String USERNAME = "OPENSEARCH_USERNAME";
    private static final String PASSWORD = "OPENSEARCH_PASSWORD";
    private static final String TRUSTED = "OPENSEARCH_CA_FILE";
    private static final String LOCAL = "http://localhost:9200";

    /** Validates the endpoint and the numbers; fails with {@link InvalidValueException}. */
    public OpenSearchOptions {
        requireServer(endpoint);
        requireNonNull(username, "username");
        requireNonNull(password, "password");
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("responseTimeout", responseTimeout);
        if (maxConnections < 1) {
            throw new InvalidValueException("maxConnections", Integer.toString(maxConnections), "must be at least 1");
        }
    }

    private static void requireServer(URI endpoint) {
        boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw InvalidValueException.hidden(
                    "endpoint", "must be an http or https URI with a host and without a user");
        }
    }

    private static void requirePositive(String what, Duration duration) {
        if (requireNonNull(duration, what).isNegative() || duration.isZero()) {
            throw new InvalidValueException(what, duration.toString(), "must be positive");
        }
    }

    /** The defaults for that server, which asks for no name. */
    public static OpenSearchOptions at(URI endpoint) {
        return new OpenSearchOptions(endpoint, "", "", null, Duration.ofSeconds(5), Duration.ofSeconds(20), 32);
    }

    /**
     * The defaults, with what {@code OPENSEARCH_ENDPOINT}, {@code OPENSEARCH_USERNAME}, {@code OPENSEARCH_PASSWORD} and
     * {@code OPENSEARCH_CA_FILE} say; without an endpoint it is {@code http://localhost:9200}.
     */
    public static OpenSearchOptions fromEnvironment() {
        return from(System.getenv());
    }

    static OpenSearchOptions from(Map<String, String> environment) {
        OpenSearchOptions options = at(uri(value(environment, ENDPOINT, LOCAL)));
        String username = value(environment, USERNAME, "");
        String trusted = value(environment, TRUSTED, "");
        options = username.isEmpty()
                ? options
                : options.withCredentials(username, environment.getOrDefault(PASSWORD, ""));
        return trusted.isEmpty() ? options : options.withTrusted(Path.of(trusted));
    }

    private static String value(Map<String, String> environment, String name, String otherwise) {
        String value = environment.getOrDefault(name, "").trim();
        return value.isEmpty() ? otherwise : value;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw InvalidValueException.hidden(ENDPOINT, "must be a URI");
        }
    }

    /** The same options for another server. */
    public OpenSearchOptions withEndpoint(URI newEndpoint) {
        return new OpenSearchOptions(
                newEndpoint, username, password, trusted, connectTimeout, responseTimeout, maxConnections);
    }

    /** The same options with that user, named to the server with each request. */
    public OpenSearchOptions withCredentials(String newUsername, String newPassword) {
        return new OpenSearchOptions(
                endpoint, newUsername, newPassword, trusted, connectTimeout, responseTimeout, maxConnections);
    }

    /** The same options with the certificates of that file trusted instead of the JVM's. */
    public OpenSearchOptions withTrusted(Path newTrusted) {
        return new OpenSearchOptions(
                endpoint, username, password, newTrusted, connectTimeout, responseTimeout, maxConnections);
    }

    /** The same options with other timeouts. */
    public OpenSearchOptions withTimeouts(Duration newConnectTimeout, Duration newResponseTimeout) {
        return new OpenSearchOptions(
                endpoint, username, password, trusted, newConnectTimeout, newResponseTimeout, maxConnections);
    }

    /** The same options with room for that many requests at once. */
    public OpenSearchOptions withMaxConnections(int newMaxConnections) {
        return new OpenSearchOptions(
                endpoint, username, password, trusted, connectTimeout, responseTimeout, newMaxConnections);
    }

    /** Names the server and the user, not the password. */
    @Override
    public String toString() {
        return "OpenSearchOptions[%s%s]".formatted(endpoint, username.isEmpty() ? "" : " as " + username);
    }
}
