/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.sink.opensearch.DocumentProjection;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** B13: how fast is the search sink beside bulk requests written by hand? */
final class SearchCost implements Question {

    static final int BATCH = 1_000;

    private static final int WARM_UP = 20_000;
    private static final int DOCUMENTS = 10_000;
    private static final Target RATIO = Target.atLeast(0.85, 0.70);
    private static final Target REQUESTS = Target.atMost(1.1);
    private static final DocumentProjection ORDERS = DocumentProjection.of(
            Map.of(
                    "text", Map.of("type", "text"),
                    "revision", Map.of("type", "long"),
                    "status", Map.of("type", "keyword")),
            change -> change.state().content().attributes().asMap());

    @Override
    public String name() {
        return "B13";
    }

    @Override
    public String asks() {
        return "How fast is the search sink beside bulk requests of 1,000 documents written by hand?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        URI engine = bench.openSearch().endpoint();
        try (OpenSearchConnection connection = OpenSearchConnection.open(OpenSearchOptions.at(engine))) {
            SearchIndex ours = index(connection, "ours");
            RawBulk raw = new RawBulk(engine, index(connection, "raw").name().writeAlias());
            Batches batches = Batches.of(ours.sink(), BATCH);
            Comparison found = bench.duel(WARM_UP, DOCUMENTS).between(batches, raw);
            long before = raw.bulkRequests();
            batches.run(DOCUMENTS);
            double requests = (double) (raw.bulkRequests() - before) * BATCH / DOCUMENTS;
            return figures(found, requests);
        }
    }

    private static SearchIndex index(OpenSearchConnection connection, String name) {
        SearchIndex index = connection.index(new IndexName("bench-" + name, 1), ORDERS);
        index.create(IndexSettings.defaults().withShards(1).withReplicas(0)).block();
        return index;
    }

    private static List<Figure> figures(Comparison found, double requests) {
        return List.of(
                Figure.of("search.ratio", "", found.ratio(Block::rate), RATIO).provided(found.isQuiet()),
                Figure.counted("search.requests", "per 1,000 documents", requests, REQUESTS),
                Figure.of("search.rate", "documents/s", found.ours(Block::rate), Target.none()),
                Figure.of("raw bulk, rate", "documents/s", found.raw(Block::rate), Target.none()),
                Figure.of("search.bytes", "B a document", found.ours(Block::bytes), Target.none()),
                Figure.of("raw bulk, bytes", "B a document", found.raw(Block::bytes), Target.none()));
    }
}
