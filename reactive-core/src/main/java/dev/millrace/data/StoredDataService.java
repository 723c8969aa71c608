/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.util.Objects.requireNonNull;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link DataService} over the ports: the guard in front, misplaced rows refused, hidden ones taken out. */
final class StoredDataService implements DataService {

    private final DataStore store;
    private final PendingItems pending;
    private final TenantGuard guard;
    private final Clock clock;

    StoredDataService(DataStore store, PendingItems pending, TenantGuard guard, Clock clock) {
        this.store = requireNonNull(store, "store");
        this.pending = requireNonNull(pending, "pending");
        this.guard = requireNonNull(guard, "guard");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Mono<DataItem> getItem(ItemKey key) {
        requireNonNull(key, "key");
        return guarded(key.tenant(), () -> row(key).filter(this::isVisible));
    }

    @Override
    public Mono<DataItem> getItem(ItemKey key, VersionToken token) {
        requireNonNull(key, "key");
        requireNonNull(token, "token");
        return guarded(key.tenant(), () -> atLeast(key, token).filter(this::isVisible));
    }

    @Override
    public Flux<DataItem> getItems(Collection<ItemKey> keys) {
        Set<ItemKey> asked = new LinkedHashSet<>(List.copyOf(keys));
        return InvokeContext.current().flatMapMany(caller -> {
            asked.forEach(key -> guard.check(caller, key.tenant()));
            return rows(asked).filter(this::isVisible);
        });
    }

    @Override
    public Mono<Page> listItemsByPk(PartitionKey partition, ItemQuery query, PageToken token) {
        requireNonNull(partition, "partition");
        requireNonNull(query, "query");
        SortKey after = token.isStart() ? null : token.last();
        return guarded(partition.tenant(), () -> fill(partition, query, after, List.of()));
    }

    @Override
    public Flux<DataItem> streamItemsByPk(PartitionKey partition, ItemQuery query) {
        return listItemsByPk(partition, query)
                .expand(page -> page.hasNext() ? listItemsByPk(partition, query, page.next()) : Mono.empty())
                .concatMapIterable(Page::items, 1);
    }

    private <T> Mono<T> guarded(Tenant owner, Supplier<Mono<T>> read) {
        return InvokeContext.current().flatMap(caller -> {
            guard.check(caller, owner);
            return read.get();
        });
    }

    private Mono<DataItem> row(ItemKey key) {
        return store.get(key).map(item -> requireAsked(item, key.equals(item.key()), key));
    }

    private Flux<DataItem> rows(Set<ItemKey> keys) {
        return store.getAll(keys).map(item -> requireAsked(item, keys.contains(item.key()), "one of the keys"));
    }

    private Mono<DataItem> atLeast(ItemKey key, VersionToken token) {
        Version seen = token.versionOf(key);
        return row(key).filter(item -> !seen.isAfter(item.version()))
                .switchIfEmpty(Mono.defer(() -> pending(key, seen)))
                .switchIfEmpty(Mono.error(() -> neverWritten(token)));
    }

    private Mono<DataItem> pending(ItemKey key, Version version) {
        return pending.at(key, version).map(item -> requireAsked(item, key.equals(item.key()), key));
    }

    private static InvalidValueException neverWritten(VersionToken token) {
        return new InvalidValueException("version token", token.text(), "names a version that the item never had");
    }

    /** What a store holds is its own affair; what leaves the library is checked once more. */
    private static DataItem requireAsked(DataItem item, boolean isAsked, Object asked) {
        if (!isAsked) {
            throw new MisplacedItemException(asked);
        }
        return item;
    }

    /** Reads on until the page is full or the partition ends: hidden rows must not make a page short. */
    private Mono<Page> fill(PartitionKey partition, ItemQuery query, @Nullable SortKey after, List<DataItem> found) {
        return store.list(partition, query, after).flatMap(slice -> {
            List<DataItem> items = new ArrayList<>(found);
            slice.items().stream()
                    .map(item -> requireAsked(item, partition.equals(item.key().partition()), partition))
                    .filter(item -> isShown(item, query))
                    .forEach(items::add);
            if (items.size() >= query.limit()) {
                return Mono.just(full(items, query.limit(), slice));
            }
            return slice.complete()
                    ? Mono.just(new Page(items, PageToken.START))
                    : fill(partition, query, slice.last(), items);
        });
    }

    private static Page full(List<DataItem> items, int limit, DataStore.Slice slice) {
        List<DataItem> shown = items.subList(0, limit);
        boolean last = items.size() == limit && slice.complete();
        return new Page(
                shown,
                last
                        ? PageToken.START
                        : PageToken.after(shown.get(limit - 1).key().sort()));
    }

    private boolean isShown(DataItem item, ItemQuery query) {
        return query.includeDeleted() || isVisible(item);
    }

    private boolean isVisible(DataItem item) {
        return !item.deleted() && clock.instant().isBefore(item.state().removableAt());
    }
}
