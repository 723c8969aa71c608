/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlGenerations;
import java.util.Locale;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which read model of a module, and where it is. */
final class ReadModelOptions {

    /** The read models there are. */
    enum Kind {
        DATA_TABLE,
        POSTGRES,
        OPENSEARCH;

        /** As sinks are named. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SqlTarget database = new SqlTarget();

    @Mixin
    private SearchTarget search = new SearchTarget();

    @Option(
            names = "--sink",
            paramLabel = "NAME",
            required = true,
            description = "The read model: ${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.DATA_TABLE;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            defaultValue = "items",
            description = "The table of PostgreSQL, or the view of its generations (default: items).")
    private String table = "items";

    ModuleId module() {
        return target.module();
    }

    /** Tells whether large payloads stay what they are on the topic: the rows of the data table point to them, too. */
    boolean keepsPointers() {
        return kind == Kind.DATA_TABLE;
    }

    DynamoConnection connect() {
        return target.connect();
    }

    /** What the work says of the read model as it is without generations, while the connection to it is open. */
    int inPlace(ToIntFunction<ChangeSink> work) {
        if (kind == Kind.POSTGRES) {
            try (SqlConnection connection = database.connect()) {
                return work.applyAsInt(R2dbcSink.of(connection, RowProjection.ofItems(table)));
            }
        } else if (kind == Kind.OPENSEARCH) {
            return generations(IndexSettings.defaults(), generations -> work.applyAsInt(generations.sink(1)));
        }
        try (DynamoConnection connection = target.connect()) {
            return work.applyAsInt(
                    DataTableSink.over(connection.module(target.module()).dataStore()));
        }
    }

    /** What the work says of its generations. Fails with {@link InvalidValueException} for one that has none. */
    int generations(ToIntFunction<SinkGenerations> work) {
        return generations(IndexSettings.defaults(), work);
    }

    /** The same, with settings for indexes that the work creates. */
    int generations(IndexSettings settings, ToIntFunction<SinkGenerations> work) {
        if (kind == Kind.POSTGRES) {
            try (SqlConnection connection = database.connect()) {
                return work.applyAsInt(SqlGenerations.of(connection, RowProjection.ofItems(table)));
            }
        } else if (kind == Kind.OPENSEARCH) {
            try (OpenSearchConnection connection = search.connect()) {
                return work.applyAsInt(search.index(connection, module(), 1).generations(settings));
            }
        }
        throw new InvalidValueException("--sink", kind.toString(), "has no generations: it is rebuilt in place only");
    }
}
