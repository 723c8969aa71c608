/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Version;
import java.util.List;

/**
 * What a read model holds of an item, without its content.
 *
 * @param key the parts of the key under which the store keeps it; the item's id where that is the key
 * @param tenant whose item it is; empty where the key does not tell
 * @param version in which version; {@link Version#NONE} if it holds none
 * @param isDeleted whether it holds that the item is deleted
 */
public record HeldItem(List<String> key, String tenant, Version version, boolean isDeleted) {

    /** Copies the key. */
    public HeldItem {
        key = List.copyOf(key);
        requireNonNull(tenant, "tenant");
        requireNonNull(version, "version");
    }

    /** The same item where it is missing. */
    HeldItem missing() {
        return new HeldItem(key, tenant, Version.NONE, false);
    }

    boolean isSameAs(HeldItem other) {
        return version.equals(other.version) && isDeleted == other.isDeleted;
    }

    /** The version, or that there is none. */
    String shown() {
        return version.equals(Version.NONE) ? "nothing" : "version " + version + (isDeleted ? ", deleted" : "");
    }
}
