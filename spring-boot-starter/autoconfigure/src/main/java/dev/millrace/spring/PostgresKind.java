/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import java.util.Locale;
import java.util.Map;

/** A table of PostgreSQL. A {@link RowProjection} bean that is called like the sink says what the table holds. */
final class PostgresKind implements SinkKind {

    private final Map<String, RowProjection> projections;

    PostgresKind(Map<String, RowProjection> projections) {
        this.projections = Map.copyOf(projections);
    }

    @Override
    public String kind() {
        return "postgres";
    }

    @Override
    public ChangeSink create(String name, DynamoModule module, SinkSettings settings) {
        KindSettings properties = new KindSettings(name, settings);
        String url = properties.require("url");
        String user = properties.require("user");
        return properties.read(() -> {
            RowProjection projection = projection(name, module, properties);
            SqlConnection connection = SqlConnection.open(
                    SqlOptions.of(url, user, properties.get("password", "")).withMaxConnections(settings.lanes()));
            return new OwnedSink(SinkName.of(name), R2dbcSink.of(connection, projection), connection::close);
        });
    }

    private RowProjection projection(String name, DynamoModule module, KindSettings properties) {
        RowProjection own = projections.get(name);
        String table = module.id().module().toLowerCase(Locale.ROOT).replace('-', '_') + "_items";
        return own == null ? RowProjection.ofItems(properties.get("table", table)) : own;
    }
}
