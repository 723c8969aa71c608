/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import picocli.CommandLine.Option;

/** Which database. The password comes from the environment alone: a command line is for all to read. */
final class SqlTarget {

    private static final String PASSWORD = "SQL_PASSWORD";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SQL_URL}",
            required = true,
            description =
                    "The database, as r2dbcs:postgresql://host:5432/database with TLS, or r2dbc: without (SQL_URL)."
                            + " The password is taken from SQL_PASSWORD.")
    private String url = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:SQL_USER}",
            required = true,
            description = "Who connects (SQL_USER).")
    private String user = "";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "Connections to the database, at most (default: 16).")
    private int connections;

    SqlConnection connect() {
        String password = System.getenv().getOrDefault(PASSWORD, "");
        return SqlConnection.open(SqlOptions.of(url, user, password).withMaxConnections(connections));
    }
}
