/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.json.AttributesJson;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import dev.millrace.testkit.engine.PostgresLocal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A table of PostgreSQL with all items, whole. */
final class SqlTable implements ReadModel {

    private static final String TABLE = "items";

    private final PostgresLocal server;
    private final String database;
    private final SqlConnection connection;
    private final R2dbcSink sink;

    SqlTable(PostgresLocal server) {
        this.server = server;
        this.database = server.freshDatabase();
        this.connection = SqlConnection.open(SqlOptions.of(server.url(database), server.user(), server.password()));
        this.sink = R2dbcSink.of(connection, RowProjection.ofItems(TABLE));
    }

    @Override
    public ChangeSink sink() {
        return sink;
    }

    @Override
    public Mono<Void> prepare() {
        return sink.createTable();
    }

    @Override
    public Mono<Verification> verify(ExpectedItems expected) {
        return Verification.of(
                expected,
                Mono.fromCallable(this::rows)
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMapMany(Flux::fromIterable));
    }

    private List<Verification.Found> rows() throws SQLException {
        List<Verification.Found> rows = new ArrayList<>();
        try (Connection reading = server.connect(database);
                Statement statement = reading.createStatement();
                ResultSet row = statement.executeQuery(
                        "select id, version, name, is_deleted, attributes::text from " + TABLE)) {
            while (row.next()) {
                Attributes attributes = AttributesJson.read(row.getString(5).getBytes(StandardCharsets.UTF_8));
                rows.add(new Verification.Found(
                        ItemKey.parse(row.getString(1)),
                        Version.of(row.getLong(2)),
                        ItemContent.of(row.getString(3), attributes).withDeleted(row.getBoolean(4))));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        connection.close();
    }
}
