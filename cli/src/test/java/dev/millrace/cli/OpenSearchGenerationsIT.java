/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.context.InvokeContext;
import dev.millrace.item.Tenant;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import dev.millrace.sink.opensearch.SearchQuery;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** An index of a real OpenSearch. */
@Tag("slow")
@ExtendWith(LocalOpenSearch.class)
class OpenSearchGenerationsIT extends GenerationsScenario {

    private static final IndexSettings SETTINGS = IndexSettings.defaults().withReplicas(0);

    private OpenSearchLocal engine;
    private OpenSearchConnection connection;
    private SearchIndex index;

    @BeforeEach
    void a_connection(OpenSearchLocal openSearch) {
        engine = openSearch;
        connection = OpenSearchConnection.open(OpenSearchOptions.fromEnvironment()
                .withEndpoint(engine.endpoint())
                .withTimeouts(PATIENCE, PATIENCE));
        index = connection.index(IndexName.of(module));
    }

    @Override
    void disconnect() {
        connection.close();
    }

    @Override
    String kind() {
        return "opensearch";
    }

    @Override
    String place() {
        return "--opensearch " + engine.endpoint();
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }

    @Override
    void createPlain() {
        index.create(SETTINGS).block(PATIENCE);
    }

    @Override
    Map<String, Long> found() {
        return index
                .search()
                .find(SearchQuery.all().limit(LiveRoad.ITEMS))
                .contextWrite(InvokeContext.system(Tenant.of("acme")).asContext())
                .block(PATIENCE)
                .items()
                .stream()
                .collect(Collectors.toMap(
                        item -> item.key().id(), item -> item.version().value()));
    }

    @Override
    SinkGenerations generations() {
        return index.generations(SETTINGS);
    }

    @Override
    void lose(int generation, String id) {
        String path = "/%s/_delete_by_query?refresh=true"
                .formatted(index.name().withGeneration(generation).physical());
        HttpRequest request = HttpRequest.newBuilder(engine.endpoint().resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"query\": {\"term\": {\"item.id\": \"%s\"}}}".formatted(id), UTF_8))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .contains("\"deleted\":1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
