/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ItemKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What was done about a parked item; kept for good.
 *
 * @param at when, in milliseconds
 * @param by the user's id, or the runner's
 * @param action what
 * @param key to which item
 * @param before how many of its changes were parked before
 * @param after how many after
 * @param cause what the item was parked for, as in {@link Setback#cause}
 */
public record ParkingEntry(Instant at, String by, Action action, ItemKey key, long before, long after, String cause) {

    /** What can be done about a parked item. */
    public enum Action {
        /** Somebody asked for its changes to be applied. */
        REDRIVE_ASKED,
        /** Its changes were applied, and it is not parked any more. */
        REDRIVEN,
        /** A redrive came to a change that failed again. */
        SET_BACK,
        /** Somebody threw changes of it away. */
        DISCARDED
    }

    /** Cuts the moment to milliseconds. */
    public ParkingEntry {
        at = requireNonNull(at, "at").truncatedTo(ChronoUnit.MILLIS);
        requireNonNull(by, "by");
        requireNonNull(action, "action");
        requireNonNull(key, "key");
        requireNonNull(cause, "cause");
    }
}
