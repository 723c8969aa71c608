/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.engine.OpenSearchLocal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An index of its own on a node, its sink with batches visible at once, and a plain client beside it. */
final class SearchFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final IndexSettings SETTINGS = IndexSettings.defaults().withReplicas(0);
    static final OpenSearchSinkOptions REFRESHING =
            OpenSearchSinkOptions.defaults().withRefreshing(true);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final URI node;
    final OpenSearchConnection connection;
    final SearchIndex index;
    final ChangeSink sink;

    private SearchFixture(URI node, URI endpoint, IndexName name, DocumentProjection documents) {
        this.node = node;
        this.connection = OpenSearchConnection.open(
                OpenSearchOptions.fromEnvironment().withEndpoint(endpoint).withTimeouts(PATIENCE, PATIENCE));
        this.index = connection.index(name, documents);
        this.sink = index.sink(REFRESHING);
    }

    static IndexName freshName() {
        return IndexName.of(new ModuleId("test", UUID.randomUUID().toString().substring(0, 8), "note"));
    }

    static SearchFixture create(OpenSearchLocal engine) {
        return create(engine, engine.endpoint(), DocumentProjection.items());
    }

    /** With a name of its own, and no index yet. */
    static SearchFixture without(OpenSearchLocal engine) {
        return new SearchFixture(engine.endpoint(), engine.endpoint(), freshName(), DocumentProjection.items());
    }

    /** With an endpoint that leads to the node on another way. */
    static SearchFixture create(OpenSearchLocal engine, URI endpoint, DocumentProjection documents) {
        SearchFixture fixture = new SearchFixture(engine.endpoint(), endpoint, freshName(), documents);
        fixture.index.create(SETTINGS).block(PATIENCE);
        return fixture;
    }

    List<SinkOutcome> apply(ChangeRecord... changes) {
        return sink.apply(List.of(changes)).block(PATIENCE);
    }

    Version appliedVersion(ItemKey key) {
        return sink.appliedVersion(key).block(PATIENCE);
    }

    SearchPage find(String tenant, SearchQuery query) {
        return index.search()
                .find(query)
                .contextWrite(InvokeContext.system(Tenant.of(tenant)).asContext())
                .block(PATIENCE);
    }

    List<String> sorts(String tenant, SearchQuery query) {
        return find(tenant, query).items().stream()
                .map(item -> item.key().sort().text())
                .toList();
    }

    void refresh() {
        raw("POST", "/" + index.name().physical() + "/_refresh", "");
    }

    /** What the node answers to a request of anybody's. */
    String raw(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body, UTF_8))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
