/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Says yes to everything and remembers nothing. */
final class NoopDataStore implements DataStore {

    @Override
    public Mono<DataItem> get(ItemKey key) {
        return Mono.empty();
    }

    @Override
    public Flux<DataItem> getAll(Collection<ItemKey> keys) {
        return Flux.empty();
    }

    @Override
    public Mono<Slice> list(PartitionKey partition, ItemQuery query, @Nullable SortKey after) {
        return Mono.just(new Slice(List.of(), null, true));
    }

    @Override
    public Mono<Boolean> put(DataItem item) {
        return Mono.just(true);
    }
}
