/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import java.time.Clock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads items as the data table shows them. After {@code publishSync} the table holds the new version; after
 * {@code publishAsync} it follows within the pipeline's lag.
 *
 * <p>All methods: nothing happens until subscription. The caller is the {@link InvokeContext} of the subscriber's Reactor
 * Context. They fail, before any I/O, with {@link dev.millrace.context.MissingContextException} without one and with
 * {@link dev.millrace.context.TenantViolationException} for another tenant's items; later with a
 * {@link dev.millrace.MillraceException} whose {@code retry()} is {@code AS_IS} when the table cannot be read for now.
 * Signals arrive on Reactor's parallel scheduler.
 */
public interface DataService {

    /** Returns a service that reads through the port. */
    static DataService over(DataStore store, TenantGuard guard, Clock clock) {
        return new StoredDataService(store, guard, clock);
    }

    /** Emits the item, read consistently; empty if there is none or if it is deleted or expired. */
    Mono<DataItem> getItem(ItemKey key);

    /** Emits the first page of a partition's items. */
    default Mono<Page> listItemsByPk(PartitionKey partition, ItemQuery query) {
        return listItemsByPk(partition, query, PageToken.START);
    }

    /**
     * Emits the page at the token; an empty page if nothing is left. Pages show each item that exists throughout exactly
     * once, however items come and go between them.
     */
    Mono<Page> listItemsByPk(PartitionKey partition, ItemQuery query, PageToken token);

    /**
     * Emits all of a partition's items, page by page: a page is read when the subscriber asks for more than the ones
     * before it held. The query's limit is the size of a page. Cancelling stops the reading.
     */
    Flux<DataItem> streamItemsByPk(PartitionKey partition, ItemQuery query);
}
