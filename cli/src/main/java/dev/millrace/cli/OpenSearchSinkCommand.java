/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace sink opensearch}: workers that keep a module's search index. */
@Command(
        name = "opensearch",
        description = "Keeps the module's search index. Start as many as the topic has partitions: they share them."
                + " User, password and trusted certificates come from OPENSEARCH_USERNAME, OPENSEARCH_PASSWORD and"
                + " OPENSEARCH_CA_FILE.")
final class OpenSearchSinkCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Option(
            names = "--opensearch",
            paramLabel = "URI",
            description = "OpenSearch (OPENSEARCH_ENDPOINT; default: http://localhost:9200).")
    private @Nullable URI endpoint;

    @Option(
            names = "--generation",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which index of the module; each has a consumer group of its own (default: 1).")
    private int generation = 1;

    @Option(names = "--create-index", description = "Create the index first, without replicas, if it is missing.")
    private boolean create;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "4",
            description = "Batches under way at once, a power of two (default: 4).")
    private int lanes = 4;

    @Option(
            names = "--max-batch",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Changes in a batch, at most (default: 1000).")
    private int maxBatch = 1000;

    @Override
    public Integer call() {
        RunnerOptions options = RunnerOptions.defaults().withLanes(lanes).withMaxBatch(maxBatch);
        try (Lifetime lifetime = Lifetime.begin(options.drainTimeout().plus(GRACE));
                OpenSearchConnection connection = OpenSearchConnection.open(openSearch())) {
            SearchIndex index = index(connection, target.module());
            run(index.sink(), options, lifetime);
        }
        return 0;
    }

    private OpenSearchOptions openSearch() {
        OpenSearchOptions options = OpenSearchOptions.fromEnvironment();
        return endpoint == null ? options : options.withEndpoint(endpoint);
    }

    private SearchIndex index(OpenSearchConnection connection, ModuleId module) {
        SearchIndex index = connection.index(IndexName.of(module).withGeneration(generation));
        if (create) {
            index.create(IndexSettings.defaults().withReplicas(0)).block();
        }
        return index;
    }

    private void run(ChangeSink sink, RunnerOptions options, Lifetime lifetime) {
        try (KafkaRoad road =
                KafkaRoad.of(kafka.servers(), target.module(), sink.name(), KafkaRoadOptions.defaults())) {
            SinkRunner.of(sink, road.source(), road.deadLetters())
                    .withOptions(options)
                    .runUntil(lifetime.stop())
                    .block();
        }
    }
}
