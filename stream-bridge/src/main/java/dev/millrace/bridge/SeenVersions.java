/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.change.ChangeRecord;
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

    /**
     * Returns what is known of the change's item. One that had expired and was created again counts its versions from 1
     * anew: nothing is known of it then, and what still comes of the one before it belongs to no sequence.
     */
    Seen of(ChangeRecord change) {
        ItemKey key = change.key();
        long born = change.state().audit().created().at().getEpochSecond();
        Seen known = items.getIfPresent(key);
        known = known == null ? items.get(key, unknown -> new Seen(born)) : known;
        return known.born() == born ? known : another(key, born, known);
    }

    private Seen another(ItemKey key, long born, Seen known) {
        Seen other = new Seen(born);
        if (born > known.born()) {
            items.put(key, other);
        }
        return other;
    }
}
