/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Some of the items that a query found, in order.
 *
 * @param items the items
 * @param total how many it found in all; 10,000 means that many or more
 * @param next for {@link SearchQuery#after}; empty when there are no more
 */
public record SearchPage(List<FoundItem> items, long total, String next) {

    /** Copies the list. */
    public SearchPage {
        items = List.copyOf(items);
        requireNonNull(next, "next");
    }

    /** Tells whether there may be more items. */
    public boolean hasNext() {
        return !next.isEmpty();
    }
}
