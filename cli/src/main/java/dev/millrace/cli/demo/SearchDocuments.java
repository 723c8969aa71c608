/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.cli.demo.ExpectedItems.Expected;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.opensearch.FoundItem;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import dev.millrace.sink.opensearch.SearchPage;
import dev.millrace.sink.opensearch.SearchQuery;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A search index. Queries do not find what is deleted, so for that the demo asks which version the index holds. */
final class SearchDocuments implements ReadModel {

    private static final int PAGE = 1_000;
    private static final int AT_ONCE = 16;
    private static final Duration REFRESH = Duration.ofMillis(500);
    private static final int REFRESHES = 20;

    private final OpenSearchConnection connection;
    private final SearchIndex index;
    private final ChangeSink sink;

    SearchDocuments(URI endpoint) {
        this.connection = OpenSearchConnection.open(OpenSearchOptions.at(endpoint));
        this.index = connection.index(IndexName.of(Road.MODULE));
        this.sink = index.sink();
    }

    @Override
    public ChangeSink sink() {
        return sink;
    }

    @Override
    public Mono<Void> prepare() {
        return index.create(IndexSettings.defaults().withReplicas(0));
    }

    /** What was written last shows with the next refresh, so that it is looked at again until it does. */
    @Override
    public Mono<Verification> verify(ExpectedItems expected) {
        return Mono.defer(() -> Verification.of(expected, found(expected)))
                .repeatWhen(again -> again.take(REFRESHES).delayElements(REFRESH))
                .takeUntil(Verification::isClean)
                .last();
    }

    private Flux<Verification.Found> found(ExpectedItems expected) {
        Map<ItemKey, Expected> deleted = new HashMap<>();
        expected.forEach((key, item) -> {
            if (item.content().deleted()) {
                deleted.put(key, item);
            }
        });
        Flux<Verification.Found> visible = Flux.fromIterable(expected.partitions().stream()
                        .map(partition -> partition.tenant())
                        .collect(Collectors.toSet()))
                .concatMap(this::items);
        return visible.concatWith(Flux.fromIterable(deleted.entrySet())
                .flatMap(entry -> tombstone(entry.getKey(), entry.getValue()), AT_ONCE));
    }

    private Flux<Verification.Found> items(Tenant tenant) {
        return page(SearchQuery.all().limit(PAGE))
                .expand(page ->
                        page.hasNext() ? page(SearchQuery.all().limit(PAGE).after(page.next())) : Mono.empty())
                .flatMapIterable(SearchPage::items)
                .map(item -> new Verification.Found(item.key(), item.version(), content(item)))
                .contextWrite(InvokeContext.system(tenant).asContext());
    }

    private Mono<SearchPage> page(SearchQuery query) {
        return index.search().find(query);
    }

    private static ItemContent content(FoundItem item) {
        return ItemContent.of("", item.attributes());
    }

    private Mono<Verification.Found> tombstone(ItemKey key, Expected expected) {
        return sink.appliedVersion(key).map(version -> new Verification.Found(key, version, expected.content()));
    }

    @Override
    public void close() {
        connection.close();
    }
}
