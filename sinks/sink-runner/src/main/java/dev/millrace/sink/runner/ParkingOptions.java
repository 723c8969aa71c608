/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/**
 * How a {@link SinkRunner} deals with parked items.
 *
 * @param poll how often it asks whether a redrive was asked for; default 2 s
 * @param refresh how often it asks anew which items are parked; until then, changes of an item that was redriven cost a
 *     request each; default 1 min
 * @param redrives how many items are redriven side by side; default 4
 */
public record ParkingOptions(Duration poll, Duration refresh, int redrives) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public ParkingOptions {
        Limits.requirePositive("poll", poll);
        Limits.requirePositive("refresh", refresh);
        Limits.requireAtLeast(1, "redrives", redrives);
    }

    /** The defaults. */
    public static ParkingOptions defaults() {
        return new ParkingOptions(Duration.ofSeconds(2), Duration.ofMinutes(1), 4);
    }

    /** The same options with another pause between questions for redrives. */
    public ParkingOptions withPoll(Duration newPoll) {
        return new ParkingOptions(newPoll, refresh, redrives);
    }

    /** The same options with another pause between questions for parked items. */
    public ParkingOptions withRefresh(Duration newRefresh) {
        return new ParkingOptions(poll, newRefresh, redrives);
    }

    /** The same options with another number of redrives side by side. */
    public ParkingOptions withRedrives(int newRedrives) {
        return new ParkingOptions(poll, refresh, newRedrives);
    }
}
