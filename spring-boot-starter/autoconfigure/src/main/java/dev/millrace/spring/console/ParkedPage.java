/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.parking.ParkedItem;
import dev.millrace.spring.worker.ParkedStatus;
import java.util.List;

/**
 * Some of the items that are parked for a sink.
 *
 * @param items the items
 * @param next the id behind which there are more; empty if there are not
 */
record ParkedPage(List<ParkedStatus> items, String next) {

    static final int SIZE = 50;

    /** The page, of one item more than it has room for if there are more. */
    static ParkedPage of(List<ParkedItem> found) {
        List<ParkedStatus> items =
                found.stream().limit(SIZE).map(ParkedStatus::of).toList();
        return new ParkedPage(items, found.size() > SIZE ? items.get(SIZE - 1).item() : "");
    }
}
