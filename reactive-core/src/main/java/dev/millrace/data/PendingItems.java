/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import reactor.core.publisher.Mono;

/** Port to what the data table is yet to show: versions of items that are recorded already. */
@FunctionalInterface
public interface PendingItems {

    /**
     * Emits the item as that version leaves it, deleted and expired ones included; empty if it never had that version. A
     * consistent read.
     */
    Mono<DataItem> at(ItemKey key, Version version);
}
