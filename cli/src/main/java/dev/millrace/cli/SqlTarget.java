/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.item.InvalidValueException;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database. The password comes from the environment alone: a command line is for all to read. */
final class SqlTarget {

    private static final String PASSWORD = "SQL_PASSWORD";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SQL_URL}",
            description =
                    "The database, as r2dbcs:postgresql://host:5432/database with TLS, or r2dbc: without (SQL_URL)."
                            + " The password is taken from SQL_PASSWORD.")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:SQL_USER}",
            description = "Who connects (SQL_USER).")
    private @Nullable String user;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "Connections to the database, at most (default: 16).")
    private int connections;

    SqlConnection connect() {
        String password = System.getenv().getOrDefault(PASSWORD, "");
        return SqlConnection.open(SqlOptions.of(named("--url", url), named("--user", user), password)
                .withMaxConnections(connections));
    }

    private static String named(String option, @Nullable String value) {
        if (value == null) {
            throw new InvalidValueException(option, "", "is missing");
        }
        return value;
    }
}
