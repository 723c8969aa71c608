/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

/**
 * Who created the item, and who wrote this version of it.
 *
 * @param created stamp of version 1
 * @param updated stamp of this version
 */
public record Audit(Stamp created, Stamp updated) {

    /** Refuses null. */
    public Audit {
        requireNonNull(created, "created");
        requireNonNull(updated, "updated");
    }

    /** The audit of an item's first version. */
    public static Audit first(Stamp stamp) {
        return new Audit(stamp, stamp);
    }

    /** The audit of the version after this one. */
    public Audit next(Stamp stamp) {
        return new Audit(created, stamp);
    }
}
