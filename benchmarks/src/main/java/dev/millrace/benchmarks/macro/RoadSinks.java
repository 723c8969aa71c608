/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkListener;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.testkit.engine.PostgresLocal;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import reactor.core.publisher.Sinks;

/** The demo's sinks behind the topic of a module, each with a runner of its own and everything at its default. */
final class RoadSinks implements AutoCloseable {

    private final DynamoModule module;
    private final ModuleId id;
    private final String kafkaServers;
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final List<CompletableFuture<Void>> runs = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Creates none yet. */
    RoadSinks(DynamoModule module, ModuleId id, String kafkaServers) {
        this.module = module;
        this.id = id;
        this.kafkaServers = kafkaServers;
    }

    /** Keeps the module's data table; the consumer is told of each change that is in it. */
    void dataTable(Consumer<ChangeRecord> applied) {
        follow(DataTableSink.over(module.dataStore()), applied);
    }

    /** Keeps a table of all items in an empty database. */
    void postgres(PostgresLocal server, Consumer<ChangeRecord> applied) {
        SqlOptions options = SqlOptions.of(server.url(server.freshDatabase()), server.user(), server.password());
        SqlConnection connection = opened(SqlConnection.open(options));
        R2dbcSink sink = R2dbcSink.of(connection, RowProjection.ofItems("items"));
        sink.createTable().block();
        follow(sink, applied);
    }

    /** Keeps an index of all items. A change is in it when the engine says so: queries find it with the next refresh. */
    void openSearch(URI engine, Consumer<ChangeRecord> applied) {
        OpenSearchConnection connection = opened(OpenSearchConnection.open(OpenSearchOptions.at(engine)));
        SearchIndex index = connection.index(IndexName.of(id));
        index.create(IndexSettings.defaults().withReplicas(0)).block();
        follow(index.sink(), applied);
    }

    private <C extends AutoCloseable> C opened(C closeable) {
        open.push(closeable);
        return closeable;
    }

    private void follow(ChangeSink sink, Consumer<ChangeRecord> applied) {
        KafkaRoad road = opened(KafkaRoad.of(kafkaServers, id, sink.name(), KafkaRoadOptions.defaults()));
        SinkListener telling = new SinkListener() {
            @Override
            public void applied(ChangeRecord change, Position position) {
                applied.accept(change);
            }
        };
        runs.add(SinkRunner.of(sink, road.source(), road.deadLetters())
                .withParking(module.parkedChanges(), id)
                .withListener(telling)
                .runUntil(stop.asMono())
                .toFuture());
    }

    /** Stops the runners in order, and closes what was opened for them. */
    @Override
    public void close() {
        stop.tryEmitEmpty();
        runs.forEach(CompletableFuture::join);
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("a sink does not close", e);
        }
    }
}
