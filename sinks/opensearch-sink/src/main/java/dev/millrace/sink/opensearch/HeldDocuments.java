/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.item.Version;
import dev.millrace.rebuild.HeldItem;
import dev.millrace.rebuild.KeyRange;
import java.util.List;
import java.util.Map;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.SortOrder;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch._types.query_dsl.RangeQuery;
import org.opensearch.client.opensearch.core.SearchRequest;
import org.opensearch.client.opensearch.core.search.Hit;
import reactor.core.publisher.Mono;

/** Reads which items an index holds, and in which versions, by their ids; deletions too. */
@SuppressWarnings("rawtypes") // a document is a map, and a map has no class of its own
final class HeldDocuments {

    private final SearchClient client;
    private final IndexName index;

    HeldDocuments(SearchClient client, IndexName index) {
        this.client = client;
        this.index = index;
    }

    /** The first ones of the range, by their ids. */
    Mono<List<HeldItem>> page(KeyRange range, int limit) {
        RangeQuery.Builder ids = new RangeQuery.Builder().field(Envelope.ID);
        range.after().forEach(id -> ids.gt(JsonData.of(id)));
        range.upTo().forEach(id -> ids.lte(JsonData.of(id)));
        return find(Query.of(query -> query.range(ids.build())), limit);
    }

    Mono<List<HeldItem>> held(List<List<String>> keys) {
        List<FieldValue> ids =
                keys.stream().flatMap(List::stream).map(FieldValue::of).toList();
        return find(
                Query.of(query -> query.terms(terms -> terms.field(Envelope.ID).terms(any -> any.value(ids)))),
                ids.size());
    }

    /** A part of the index that cannot answer fails it: half an answer looks like an index that lacks half. */
    private Mono<List<HeldItem>> find(Query query, int limit) {
        SearchRequest request = new SearchRequest.Builder()
                .index(index.physical())
                .allowPartialSearchResults(false)
                .trackTotalHits(track -> track.enabled(false))
                .source(source -> source.filter(filter -> filter.includes(Envelope.ITEM)))
                .query(all -> all.bool(bool -> bool.filter(query)))
                .sort(sort -> sort.field(by -> by.field(Envelope.ID).order(SortOrder.Asc)))
                .size(limit)
                .build();
        return client.search(request)
                .map(answer -> answer.hits().hits().stream().map(this::item).toList());
    }

    private HeldItem item(Hit<Map> hit) {
        Map<?, ?> document = hit.source();
        if (document != null
                && document.get(Envelope.ITEM) instanceof Map<?, ?> item
                && item.get("id") instanceof String id
                && item.get("tenant") instanceof String tenant
                && item.get("version") instanceof Number version
                && item.get("deleted") instanceof Boolean isDeleted) {
            return new HeldItem(List.of(id), tenant, Version.of(version.longValue()), isDeleted);
        }
        throw new StoreMisconfiguredException(
                "index %s holds a document that no sink of ours has written".formatted(index.physical()), null);
    }
}
