/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;

/**
 * One line of the input: what happened to an item.
 *
 * @param line its number in the file, from 1
 * @param key which item
 * @param kind what happened to it
 * @param attributes what it holds since
 */
record InputChange(long line, ItemKey key, Kind kind, Attributes attributes) {

    /** What can happen to an item. */
    enum Kind {
        /** The item appears, for the first time or again. */
        A,
        /** Its attributes change. */
        M,
        /** It is deleted; the row stays. */
        D
    }

    boolean deletes() {
        return kind == Kind.D;
    }
}
