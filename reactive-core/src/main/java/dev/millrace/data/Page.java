/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Some items of a listing, in order.
 *
 * @param items the items
 * @param next where the next page begins; {@link PageToken#START} when there is none, so that asking again begins anew
 */
public record Page(List<DataItem> items, PageToken next) {

    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
        requireNonNull(next, "next");
    }

    /** Tells whether there may be more items. */
    public boolean hasNext() {
        return !next.isStart();
    }
}
