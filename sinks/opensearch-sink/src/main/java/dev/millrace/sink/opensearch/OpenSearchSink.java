/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import java.util.Map;
import org.opensearch.client.opensearch._types.Refresh;
import org.opensearch.client.opensearch.core.BulkRequest;
import org.opensearch.client.opensearch.core.GetRequest;
import org.opensearch.client.opensearch.core.get.GetResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps a search index: a document per item, whose version in OpenSearch is the item's. A deleted item keeps a document,
 * too, with its version and without its content.
 *
 * <p>Changes that came before are stale, ones that OpenSearch cannot take are refused, and ones that it has no time for are
 * deferred; each without a trace in the others. A batch fails when OpenSearch cannot be reached or the index is not as it
 * must be. What queries find lags behind by at most the refresh interval, and {@link #appliedVersion} tells what they find.
 */
final class OpenSearchSink implements ChangeSink {

    private final SearchClient client;
    private final IndexName index;
    private final DocumentProjection documents;
    private final OpenSearchSinkOptions options;

    OpenSearchSink(SearchClient client, IndexName index, DocumentProjection documents, OpenSearchSinkOptions options) {
        this.client = client;
        this.index = index;
        this.documents = documents;
        this.options = options;
    }

    @Override
    public SinkName name() {
        return index.sinkName();
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> {
            Batch batch = Batch.of(changes, documents, options);
            return Flux.fromIterable(batch.parts())
                    .concatMap(part -> write(part, batch), 1)
                    .then(Mono.fromSupplier(batch::outcomes));
        });
    }

    private Mono<Void> write(List<Batch.Entry> part, Batch batch) {
        return client.bulk(request(part))
                .doOnNext(answer -> batch.settle(part, answer, index))
                .then();
    }

    /** Through an alias that must be there: a missing index is an error then, not an index without our mapping. */
    private BulkRequest request(List<Batch.Entry> part) {
        return new BulkRequest.Builder()
                .index(index.writeAlias())
                .requireAlias(true)
                .refresh(options.refreshing() ? Refresh.True : Refresh.False)
                .operations(part.stream().map(Batch.Entry::operation).toList())
                .build();
    }

    /** Not in real time: a version counts as applied once queries find it, since that is what its reader waits for. */
    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        GetRequest request = new GetRequest.Builder()
                .index(index.writeAlias())
                .id(DocumentId.of(key))
                .routing(key.tenant().code())
                .realtime(false)
                .source(source -> source.fetch(false))
                .build();
        return client.get(request).map(OpenSearchSink::version);
    }

    @SuppressWarnings("rawtypes")
    private static Version version(GetResult<Map> found) {
        Long version = found.version();
        return found.found() && version != null ? Version.of(version) : Version.NONE;
    }
}
