/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.ItemKey;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of item keys in a fixed 128 KiB that never forgets one, and at times claims one that was not added: a Bloom filter.
 * With ten thousand keys that happens for two in a million others, with a hundred thousand for one in a hundred.
 */
final class ParkedFilter {

    private static final int BITS = 1 << 20;
    private static final int HASHES = 4;

    /** The golden ratio in 64 bits, and an odd number without a pattern, to spread hash codes over all bits. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final long MIX = 0xBF58476D1CE4E5B9L;

    private final AtomicLongArray words = new AtomicLongArray(BITS / Long.SIZE);

    void add(ItemKey key) {
        long hash = hash(key);
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(hash, i);
            words.getAndAccumulate(bit / Long.SIZE, 1L << bit, (word, mask) -> word | mask);
        }
    }

    boolean mayContain(ItemKey key) {
        long hash = hash(key);
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(hash, i);
            if ((words.get(bit / Long.SIZE) & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static long hash(ItemKey key) {
        long spread = key.hashCode() * SPREAD;
        long mixed = (spread ^ spread >>> 30) * MIX;
        return mixed ^ mixed >>> 31;
    }

    /** Two halves of the hash make as many positions as are needed. */
    private static int bit(long hash, int index) {
        return ((int) hash + index * (int) (hash >>> Integer.SIZE)) & BITS - 1;
    }
}
