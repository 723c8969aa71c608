/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import java.util.Optional;

/**
 * The product's string helpers and constants, for code that has keys as text. They are a facade: {@link ItemKey},
 * {@link VersionedSortKey} and {@link ExpectedVersion} know the formats, and every failure is an
 * {@link InvalidValueException}.
 */
public final class Keys {

    /** As expected version: the item must not exist. */
    public static final long VERSION_FIRST = 0;

    /** As expected version: the item may be at any version. */
    public static final long VERSION_LATEST = -1;

    /** Separates a sort key from its version, and the segments of keys from each other. */
    public static final String VER_SEPARATOR = "#";

    private Keys() {}

    /** Returns the item's id, {@code pk#sk}; a version at the end of the sort key is dropped. */
    public static String generateId(String pk, String sk) {
        return new ItemKey(PartitionKey.parse(pk), SortKey.of(removeSortKeyVersion(sk))).id();
    }

    /** Returns the sort key with that version at its end; one that is there already is replaced. */
    public static String addSortKeyVersion(String sk, long version) {
        return SortKey.of(removeSortKeyVersion(sk)).at(Version.of(version)).text();
    }

    /** Returns the sort key without its version, if it has one. */
    public static String removeSortKeyVersion(String sk) {
        return VersionedSortKey.isVersioned(sk)
                ? VersionedSortKey.parse(sk).sort().text()
                : sk;
    }

    /** Returns the version at the end of a sort key, or {@link #VERSION_LATEST} when it has none. */
    public static long getSortKeyVersion(String sk) {
        return VersionedSortKey.isVersioned(sk)
                ? VersionedSortKey.parse(sk).version().value()
                : VERSION_LATEST;
    }

    /** Returns the sort key that an item's id holds if the item is in that partition; empty if it is in another. */
    public static Optional<String> sortKeyBaseFromId(String pk, String id) {
        ItemKey key = ItemKey.parse(id);
        return key.partition().equals(PartitionKey.parse(pk))
                ? Optional.of(key.sort().text())
                : Optional.empty();
    }

    /** Returns the tenant's code, the last segment of a partition key. */
    public static String getTenantCode(String pk) {
        return PartitionKey.parse(pk).tenant().code();
    }
}
