/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.context.InvokeContext;
import dev.millrace.data.MisplacedItemException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.core.SearchResponse;
import org.opensearch.client.opensearch.core.search.Hit;
import org.opensearch.client.opensearch.core.search.TotalHits;
import reactor.core.publisher.Mono;

/**
 * Queries of an index that cannot leave their tenant: it is the caller's, it is part of every query, and what comes back is
 * compared with it.
 */
@SuppressWarnings("rawtypes") // a document is a map, and a map has no class of its own
public final class TenantSearch {

    private final SearchClient client;
    private final SearchRequests requests;

    TenantSearch(SearchClient client, IndexName index, DeclaredFields fields) {
        this.client = client;
        this.requests = new SearchRequests(index, fields);
    }

    /**
     * Emits a page of the items that the query finds among those of the caller's tenant that are neither deleted nor
     * expired. The caller is the {@link InvokeContext} of the subscriber's Reactor Context; no role opens another tenant.
     *
     * <p>Nothing happens before subscription. What is found may be as old as the refresh interval.
     *
     * <ul>
     *   <li><b>Fails</b>, before any I/O, with {@link dev.millrace.context.MissingContextException}, and with
     *       {@link InvalidValueException} for a field that the index does not declare or that has no order where one is
     *       needed; with that also for a value that is none of the field's type and for a page token of another query; with
     *       {@link MisplacedItemException} when the index answers with another tenant's item; with
     *       {@link dev.millrace.StoreUnavailableException}, also when a part of the index cannot answer; with
     *       {@link dev.millrace.StoreMisconfiguredException} when the index is missing or may not be read.
     *   <li><b>Cancelling</b> does not stop a query that was sent.
     *   <li><b>Threads</b>: signals arrive on the connection's threads; do not block there.
     * </ul>
     */
    public Mono<SearchPage> find(SearchQuery query) {
        return InvokeContext.current()
                .flatMap(caller -> find(query, caller.user().tenant()));
    }

    private Mono<SearchPage> find(SearchQuery query, Tenant tenant) {
        return client.search(requests.of(query, tenant)).map(answer -> page(query, tenant, answer));
    }

    private static SearchPage page(SearchQuery query, Tenant tenant, SearchResponse<Map> answer) {
        List<FoundItem> items = new ArrayList<>();
        for (Hit<Map> hit : answer.hits().hits()) {
            items.add(item(hit, tenant));
        }
        boolean isLast = items.size() < query.limit();
        String next = isLast
                ? ""
                : NextPage.token(answer.hits().hits().get(items.size() - 1).sort());
        TotalHits total = answer.hits().total();
        return new SearchPage(items, total == null ? items.size() : total.value(), next);
    }

    private static FoundItem item(Hit<Map> hit, Tenant tenant) {
        Map<String, Object> document = copy(hit.source());
        if (document.remove(Envelope.ITEM) instanceof Map<?, ?> item
                && item.get("id") instanceof String id
                && item.get("version") instanceof Number version) {
            ItemKey key = ItemKey.parse(id);
            if (key.tenant().equals(tenant)) {
                return new FoundItem(key, Version.of(version.longValue()), document);
            }
        }
        throw new MisplacedItemException("tenant " + tenant);
    }

    private static Map<String, Object> copy(@Nullable Map<?, ?> source) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (source != null) {
            source.forEach((name, value) -> copy.put((String) name, value));
        }
        return copy;
    }
}
