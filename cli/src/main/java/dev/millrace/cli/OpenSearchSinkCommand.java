/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.SearchIndex;
import dev.millrace.sink.runner.RunnerOptions;
import java.util.concurrent.Callable;
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

    @Mixin
    private SinkWorker worker = new SinkWorker();

    @Mixin
    private PayloadOption payloads = new PayloadOption();

    @Mixin
    private SearchTarget search = new SearchTarget();

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
        try (OpenSearchConnection connection = search.connect();
                ShownPayloads shown = payloads.open(worker.module())) {
            SearchIndex index = index(connection, worker.module());
            return worker.run(options, module -> shown.to(index.sink()));
        }
    }

    private SearchIndex index(OpenSearchConnection connection, ModuleId module) {
        SearchIndex index = search.index(connection, module, generation);
        if (create) {
            index.create(IndexSettings.defaults().withReplicas(0)).block();
        }
        return index;
    }
}
