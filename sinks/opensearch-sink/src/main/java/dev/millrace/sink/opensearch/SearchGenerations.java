/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.rebuild.GenerationInUseException;
import dev.millrace.rebuild.HeldItem;
import dev.millrace.rebuild.KeyRange;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.ChangeSink;
import java.util.List;
import java.util.Map;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import reactor.core.publisher.Mono;

/** The indexes of one name, of which the alias of that name leads to one. */
final class SearchGenerations implements SinkGenerations {

    private final OpenSearchAsyncClient client;
    private final IndexName name;
    private final DocumentProjection documents;
    private final IndexSettings settings;
    private final IndexAdmin admin;

    SearchGenerations(
            OpenSearchAsyncClient client, IndexName name, DocumentProjection documents, IndexSettings settings) {
        this.client = client;
        this.name = name;
        this.documents = documents;
        this.settings = settings;
        this.admin = new IndexAdmin(client, name);
    }

    private SearchIndex index(int generation) {
        return new SearchIndex(client, name.withGeneration(generation), documents);
    }

    @Override
    public ChangeSink sink(int generation) {
        return index(generation).sink();
    }

    @Override
    public Mono<Void> create(int generation) {
        return index(generation).create(settings);
    }

    @Override
    public Mono<List<Integer>> existing() {
        return admin.generations().map(found -> List.copyOf(found.keySet()));
    }

    @Override
    public Mono<Integer> inUse() {
        return admin.generations()
                .flatMap(found -> Mono.justOrEmpty(found.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .findFirst()));
    }

    @Override
    public Mono<Void> use(int generation) {
        return index(generation).promote();
    }

    @Override
    public Mono<Void> drop(int generation) {
        IndexAdmin dropped = new IndexAdmin(client, name.withGeneration(generation));
        return inUse().filter(used -> used == generation)
                .flatMap(used -> Mono.<Void>error(new GenerationInUseException(name.name(), generation)))
                .then(dropped.drop());
    }

    @Override
    public Mono<List<HeldItem>> page(int generation, KeyRange range, int limit) {
        return documents(generation).page(range, limit);
    }

    @Override
    public Mono<List<HeldItem>> held(int generation, List<List<String>> keys) {
        return documents(generation).held(keys);
    }

    private HeldDocuments documents(int generation) {
        IndexName own = name.withGeneration(generation);
        return new HeldDocuments(new SearchClient(client, own), own);
    }
}
