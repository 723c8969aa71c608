/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

/**
 * One version of one item, whole: what its recorded command, its change record and its row in a read model agree on.
 *
 * @param key which item
 * @param version which version of it, at least 1
 * @param content what it holds
 * @param audit who created it and who wrote this version
 */
public record ItemState(ItemKey key, Version version, ItemContent content, Audit audit) {

    /** Refuses version 0, which is no state. */
    public ItemState {
        requireNonNull(key, "key");
        requireNonNull(content, "content");
        requireNonNull(audit, "audit");
        if (requireNonNull(version, "version").equals(Version.NONE)) {
            throw new InvalidValueException("version", "0", "is not the version of an item that exists");
        }
    }
}
