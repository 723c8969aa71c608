/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link DataStore} whose rows hold pointers in the place of large payloads. */
final class OffloadingDataStore implements DataStore {

    private final DataStore store;
    private final OffloadedStates states;

    OffloadingDataStore(DataStore store, OffloadedStates states) {
        this.store = store;
        this.states = states;
    }

    @Override
    public Mono<DataItem> get(ItemKey key) {
        return store.get(key)
                .flatMap(item -> states.resolve(item.state()).map(state -> new DataItem(state, item.commandId())));
    }

    @Override
    public Flux<DataItem> getAll(Collection<ItemKey> keys) {
        return store.getAll(keys).transform(items -> states.each(items, this::resolveUnlessLost));
    }

    @Override
    public Mono<Slice> list(PartitionKey partition, ItemQuery query, @Nullable SortKey after) {
        return store.list(partition, query, after).flatMap(this::resolve);
    }

    private Mono<Slice> resolve(Slice slice) {
        return Flux.fromIterable(slice.items())
                .transform(items -> states.each(items, this::resolveUnlessLost))
                .collectList()
                .map(items -> new Slice(items, slice.last(), slice.complete()));
    }

    private Mono<DataItem> resolveUnlessLost(DataItem item) {
        return states.resolveUnlessLost(item.state()).map(state -> new DataItem(state, item.commandId()));
    }

    /** A pointer is written as it comes: changes bring it here from the log. */
    @Override
    public Mono<Boolean> put(DataItem item) {
        return Mono.defer(() -> states.offload(item.state()))
                .flatMap(state -> store.put(new DataItem(state, item.commandId())));
    }
}
