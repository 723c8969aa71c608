/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ItemKey;
import java.time.Instant;

/**
 * An item whose changes a sink does not see for now.
 *
 * @param sink which sink
 * @param key which item
 * @param setback what happened last
 * @param changes how many of its changes are kept
 * @param parkedAt since when
 * @param redriving whether somebody has asked for a redrive that is not over
 */
public record ParkedItem(SinkId sink, ItemKey key, Setback setback, long changes, Instant parkedAt, boolean redriving) {

    /** Refuses null. */
    public ParkedItem {
        requireNonNull(sink, "sink");
        requireNonNull(key, "key");
        requireNonNull(setback, "setback");
        requireNonNull(parkedAt, "parkedAt");
    }
}
