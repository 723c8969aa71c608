/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.SortKeyCondition;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link DataStore} in memory. Signals arrive on the subscriber's thread. */
public final class InMemoryDataStore implements DataStore {

    private static final Comparator<SortKey> BYTE_ORDER = (left, right) -> compare(left.text(), right.text());

    private final Map<PartitionKey, NavigableMap<SortKey, DataItem>> partitions = new HashMap<>();

    /** Creates an empty store. */
    public InMemoryDataStore() {}

    @Override
    public Mono<DataItem> get(ItemKey key) {
        requireNonNull(key, "key");
        return Mono.fromSupplier(() -> held(key));
    }

    @Override
    public Flux<DataItem> getAll(Collection<ItemKey> keys) {
        List<ItemKey> asked = List.copyOf(keys);
        return Flux.defer(() -> Flux.fromIterable(heldOf(asked)));
    }

    @Override
    public Mono<Slice> list(PartitionKey partition, ItemQuery query, @Nullable SortKey after) {
        requireNonNull(partition, "partition");
        requireNonNull(query, "query");
        return Mono.fromSupplier(() -> slice(partition, query, after));
    }

    @Override
    public Mono<Boolean> put(DataItem item) {
        requireNonNull(item, "item");
        return Mono.fromSupplier(() -> putIfNewer(item));
    }

    private synchronized @Nullable DataItem held(ItemKey key) {
        return partition(key.partition()).get(key.sort());
    }

    private synchronized List<DataItem> heldOf(List<ItemKey> keys) {
        return keys.stream().distinct().map(this::held).filter(Objects::nonNull).toList();
    }

    synchronized boolean isNewer(DataItem item) {
        DataItem held = held(item.key());
        return held == null
                || item.version().isAfter(held.version())
                || item.state().isNewLifeAfter(held.state());
    }

    synchronized boolean putIfNewer(DataItem item) {
        boolean newer = isNewer(item);
        if (newer) {
            partition(item.key().partition()).put(item.key().sort(), item);
        }
        return newer;
    }

    private synchronized Slice slice(PartitionKey partition, ItemQuery query, @Nullable SortKey after) {
        NavigableMap<SortKey, DataItem> rows = query.order() == ItemQuery.Order.ASCENDING
                ? partition(partition)
                : partition(partition).descendingMap();
        List<DataItem> found = (after == null ? rows : rows.tailMap(after, false))
                .values().stream()
                        .filter(item ->
                                matches(query.sortKeys(), item.key().sort().text()))
                        .limit(query.limit() + 1L)
                        .toList();
        List<DataItem> shown = found.subList(0, Math.min(found.size(), query.limit()));
        SortKey last =
                shown.isEmpty() ? null : shown.get(shown.size() - 1).key().sort();
        return new Slice(shown, last, found.size() == shown.size());
    }

    private NavigableMap<SortKey, DataItem> partition(PartitionKey key) {
        return partitions.computeIfAbsent(key, absent -> new TreeMap<>(BYTE_ORDER));
    }

    private static boolean matches(SortKeyCondition condition, String sort) {
        if (condition instanceof SortKeyCondition.BeginsWith beginning) {
            return sort.startsWith(beginning.prefix());
        } else if (condition instanceof SortKeyCondition.Between range) {
            return compare(range.from(), sort) <= 0 && compare(sort, range.to()) <= 0;
        } else if (condition instanceof SortKeyCondition.Compared compared) {
            return matches(compared, compare(sort, compared.bound()));
        }
        return true;
    }

    private static boolean matches(SortKeyCondition.Compared condition, int sign) {
        return switch (condition.comparison()) {
            case BEFORE -> sign < 0;
            case AT_MOST -> sign <= 0;
            case AT_LEAST -> sign >= 0;
            case AFTER -> sign > 0;
        };
    }

    private static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
    }
}
