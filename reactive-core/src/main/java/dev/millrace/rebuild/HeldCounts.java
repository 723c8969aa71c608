/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

/**
 * How much a generation holds.
 *
 * @param live items that are not deleted
 * @param deleted items that are deleted
 * @param checksum a sum over key, version and whether it is deleted, of all of them in any order
 */
public record HeldCounts(long live, long deleted, long checksum) {

    /** Nothing held. */
    public static final HeldCounts NONE = new HeldCounts(0, 0, 0);

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Above all code units, so that the parts of a key cannot run into each other. */
    private static final int END_OF_PART = 0x10000;

    HeldCounts plus(HeldItem item) {
        return new HeldCounts(
                live + (item.isDeleted() ? 0 : 1), deleted + (item.isDeleted() ? 1 : 0), checksum + hash(item));
    }

    boolean isAsMany(HeldCounts other) {
        return live == other.live && deleted == other.deleted;
    }

    private static long hash(HeldItem item) {
        long hash = FNV_BASIS;
        for (String part : item.key()) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * FNV_PRIME;
            }
            hash = (hash ^ END_OF_PART) * FNV_PRIME;
        }
        hash = (hash ^ item.version().value()) * FNV_PRIME;
        hash = (hash ^ (item.isDeleted() ? 1 : 0)) * FNV_PRIME;
        return spread(hash);
    }

    /** FNV leaves neighbours near each other, whose sums would meet. */
    private static long spread(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Such as {@code 12 live, 3 deleted, checksum 00c0ffee00c0ffee}. */
    @Override
    public String toString() {
        return "%,d live, %,d deleted, checksum %016x".formatted(live, deleted, checksum);
    }
}
