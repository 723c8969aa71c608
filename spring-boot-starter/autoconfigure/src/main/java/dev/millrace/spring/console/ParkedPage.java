/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.Setback;
import java.time.Instant;
import java.util.List;

/**
 * Some of the items that are parked for a sink.
 *
 * @param items the items
 * @param next the id behind which there are more; empty if there are not
 */
record ParkedPage(List<Item> items, String next) {

    static final int SIZE = 50;

    /** The page, of one item more than it has room for if there are more. */
    static ParkedPage of(List<ParkedItem> found) {
        List<Item> items = found.stream().limit(SIZE).map(Item::of).toList();
        return new ParkedPage(items, found.size() > SIZE ? items.get(SIZE - 1).item() : "");
    }

    /**
     * A parked item.
     *
     * @param item its id
     * @param version the version that failed
     * @param cause how, in words that show no payload
     * @param attempts how often
     * @param changes how many of its changes are kept
     * @param parkedAt since when
     * @param redriving whether a redrive was asked for and is not over
     */
    record Item(
            String item, long version, String cause, int attempts, long changes, Instant parkedAt, boolean redriving) {

        static Item of(ParkedItem parked) {
            Setback setback = parked.setback();
            return new Item(
                    parked.key().toString(),
                    setback.version().value(),
                    setback.cause(),
                    setback.attempts(),
                    parked.changes(),
                    parked.parkedAt(),
                    parked.redriving());
        }
    }
}
