/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import org.opensearch.client.opensearch.core.BulkRequest;
import org.opensearch.client.opensearch.core.BulkResponse;
import org.opensearch.client.opensearch.core.DeleteByQueryRequest;
import org.opensearch.client.opensearch.core.DeleteByQueryResponse;
import org.opensearch.client.opensearch.core.GetRequest;
import org.opensearch.client.opensearch.core.GetResponse;
import org.opensearch.client.opensearch.core.SearchRequest;
import org.opensearch.client.opensearch.core.SearchResponse;
import reactor.core.publisher.Mono;

/** The requests we send about one index, as cold publishers that fail in our words. */
@SuppressWarnings("rawtypes") // a document is a map, and a map has no class of its own
final class SearchClient {

    private final OpenSearchAsyncClient client;
    private final IndexName index;

    SearchClient(OpenSearchAsyncClient client, IndexName index) {
        this.client = client;
        this.index = index;
    }

    private interface Call<T> {
        CompletableFuture<T> send() throws IOException;
    }

    Mono<BulkResponse> bulk(BulkRequest request) {
        return call(() -> client.bulk(request));
    }

    Mono<GetResponse<Map>> get(GetRequest request) {
        return call(() -> client.get(request, Map.class));
    }

    Mono<SearchResponse<Map>> search(SearchRequest request) {
        return call(() -> client.search(request, Map.class));
    }

    Mono<DeleteByQueryResponse> deleteByQuery(DeleteByQueryRequest request) {
        return call(() -> client.deleteByQuery(request));
    }

    private <T> Mono<T> call(Call<T> call) {
        return Mono.fromFuture(() -> send(call)).onErrorMap(failure -> Failures.of(index.name(), failure));
    }

    private static <T> CompletableFuture<T> send(Call<T> call) {
        try {
            return call.send();
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
