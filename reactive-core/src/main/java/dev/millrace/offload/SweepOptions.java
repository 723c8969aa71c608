/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Clock;
import java.time.Duration;

/**
 * How a {@link PayloadSweeper} works.
 *
 * @param grace how long ago a payload must have been put last, at least an hour; longer than the longest publish, and
 *     than any row that is still on its way from a backup; default 7 days
 * @param dryRun whether payloads are only named, not removed; default yes
 * @param clock where the time comes from; default UTC
 */
public record SweepOptions(Duration grace, boolean dryRun, Clock clock) {

    private static final Duration SHORTEST_GRACE = Duration.ofHours(1);

    /** Validates the grace; fails with {@link InvalidValueException}. */
    public SweepOptions {
        requireNonNull(clock, "clock");
        if (requireNonNull(grace, "grace").compareTo(SHORTEST_GRACE) < 0) {
            throw new InvalidValueException("grace", grace.toString(), "must be at least " + SHORTEST_GRACE);
        }
    }

    /** The defaults: nothing is removed. */
    public static SweepOptions defaults() {
        return new SweepOptions(Duration.ofDays(7), true, Clock.systemUTC());
    }

    /** The same options with another grace. */
    public SweepOptions withGrace(Duration newGrace) {
        return new SweepOptions(newGrace, dryRun, clock);
    }

    /** The same options, but payloads are removed. */
    public SweepOptions removing() {
        return new SweepOptions(grace, false, clock);
    }

    /** The same options with another clock. */
    public SweepOptions withClock(Clock newClock) {
        return new SweepOptions(grace, dryRun, newClock);
    }
}
