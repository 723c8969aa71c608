/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import java.time.Clock;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads items as the data table shows them. After {@code publishSync} the table holds the new version; after
 * {@code publishAsync} it follows within the pipeline's lag.
 *
 * <p>All methods: nothing happens until subscription. The caller is the {@link InvokeContext} of the subscriber's Reactor
 * Context. They fail, before any I/O, with {@link dev.millrace.context.MissingContextException} without one and with
 * {@link dev.millrace.context.TenantViolationException} for another tenant's items; later with a
 * {@link dev.millrace.MillraceException} whose {@code retry()} is {@code AS_IS} when the table cannot be read for now, and
 * with {@link MisplacedItemException} when the table answers with another item than asked: nothing of it is shown.
 * Signals arrive on Reactor's parallel scheduler.
 */
public interface DataService {

    /** Returns a service that reads through the ports: the table's rows, and what they are yet to show. */
    static DataService over(DataStore store, PendingItems pending, TenantGuard guard, Clock clock) {
        return new StoredDataService(store, pending, guard, clock);
    }

    /** Emits the item, read consistently; empty if there is none or if it is deleted or expired. */
    Mono<DataItem> getItem(ItemKey key);

    /**
     * Emits the item at the token's version or a later one, whatever the pipeline's lag; empty if it is deleted or expired
     * there. Where the table already shows that version or a later one, by whomever, the table's row is the answer; else
     * the recorded command of the token's version is.
     *
     * <p>Fails with {@link dev.millrace.item.InvalidValueException} if the token is of another item, or names a version
     * that this one never had. Costs one read, and a second one while the table lags behind.
     */
    Mono<DataItem> getItem(ItemKey key, VersionToken token);

    /**
     * Emits the items in the order of the keys, each read consistently, but not all at one moment. Leaves out those that
     * are not there, deleted or expired; a key given twice counts once. All tenants are checked before any item is read.
     */
    Flux<DataItem> getItems(Collection<ItemKey> keys);

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
