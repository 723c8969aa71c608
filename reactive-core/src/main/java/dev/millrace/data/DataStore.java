/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Port to the table of latest states. A row only moves forward by version, whoever writes it. */
public interface DataStore {

    /**
     * Emits the item's row, deleted and expired ones included; empty if there is none. A consistent read: it sees every
     * write that completed before subscription.
     */
    Mono<DataItem> get(ItemKey key);

    /**
     * Emits the items' rows in the order of the keys, deleted and expired ones included; leaves out those that are not
     * there. A key given twice counts once. Each row is read like {@link #get}, but not all at one moment.
     */
    Flux<DataItem> getAll(Collection<ItemKey> keys);

    /**
     * Emits the rows of a partition that follow a sort key, in the query's order, deleted and expired ones included
     * whatever the query says: {@link DataService} hides them. May stop early: {@link Slice#complete()} tells. The query's
     * limit is the most it returns.
     *
     * @param after where to start, exclusive; null for the beginning
     */
    Mono<Slice> list(PartitionKey partition, ItemQuery query, @Nullable SortKey after);

    /**
     * Writes the row unless the table holds this version of the item or a later one. A row that had expired when the item
     * was created again gives way to any version of it ({@link dev.millrace.item.ItemState#isNewLifeAfter}). Emits true
     * once the row is durable, false if it was not newer; the row then stays as it is.
     */
    Mono<Boolean> put(DataItem item);

    /**
     * Part of a listing.
     *
     * @param items the rows found
     * @param last the last sort key examined, shown or not
     * @param complete whether the partition ends here
     */
    record Slice(List<DataItem> items, @Nullable SortKey last, boolean complete) {

        /** Copies the list. */
        public Slice {
            items = List.copyOf(items);
        }
    }
}
