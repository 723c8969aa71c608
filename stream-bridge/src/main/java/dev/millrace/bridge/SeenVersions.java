/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.item.ItemKey;

/** What a worker knows of the items it has carried, within a budget of bytes. Outlives the worker's restarts. */
final class SeenVersions {

    /** The entry, its place in the cache and the key's objects; the key's characters come on top. */
    private static final int ENTRY_BYTES = 200;

    private final Cache<ItemKey, Seen> items;

    SeenVersions(long bytes) {
        this.items = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((ItemKey key, Seen seen) -> ENTRY_BYTES
                        + key.type().length()
                        + key.tenant().code().length()
                        + key.sort().text().length())
                .executor(Runnable::run) // eviction is cheap and must not wait for a pool
                .build();
    }

    Seen of(ItemKey key) {
        return items.get(key, unknown -> new Seen());
    }
}
