/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker knows of the items it has carried, within a budget of bytes. Outlives the worker's restarts.
 *
 * <p>Two generations of half the budget each: when the younger one is full, the older one is forgotten, except for what was
 * asked for since. So what was asked for last is always known, half the budget at least; and an item is two look-ups, where a
 * cache that keeps a queue of all its items costs as much as a quarter of the bridge.
 */
final class SeenVersions {

    /** The entry, its place in the table and the key's objects; the key's characters come on top. */
    private static final long ENTRY_BYTES = 200;

    private final long bytesOfGeneration;
    private Map<ItemKey, Seen> younger = new HashMap<>();
    private Map<ItemKey, Seen> older = new HashMap<>();
    private long bytesOfYounger;

    SeenVersions(long bytes) {
        this.bytesOfGeneration = bytes / 2;
    }

    /**
     * Returns what is known of the change's item. One that had expired and was created again counts its versions from 1
     * anew: nothing is known of it then, and what still comes of the one before it belongs to no sequence.
     */
    synchronized Seen of(ChangeRecord change) {
        ItemKey key = change.key();
        long born = change.state().audit().created().at().getEpochSecond();
        Seen known = younger.get(key);
        known = known == null ? keep(key, older.remove(key), born) : known;
        return known.born() == born ? known : another(key, born, known);
    }

    private Seen another(ItemKey key, long born, Seen known) {
        Seen other = new Seen(born);
        if (born > known.born()) {
            younger.replace(key, other);
        }
        return other;
    }

    private Seen keep(ItemKey key, @Nullable Seen known, long born) {
        Seen seen = known == null ? new Seen(born) : known;
        long bytes = bytes(key);
        if (bytesOfYounger + bytes > bytesOfGeneration) {
            older = younger;
            younger = new HashMap<>();
            bytesOfYounger = 0;
        }
        if (bytes <= bytesOfGeneration) {
            younger.put(key, seen);
            bytesOfYounger += bytes;
        }
        return seen;
    }

    private static long bytes(ItemKey key) {
        return ENTRY_BYTES
                + key.type().length()
                + key.tenant().code().length()
                + key.sort().text().length();
    }
}
