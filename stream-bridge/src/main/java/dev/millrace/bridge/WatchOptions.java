/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.List;

/**
 * What a bridge watches over itself.
 *
 * @param alarms how old the oldest change of a shard that is not carried may get before the listener hears of it, in
 *     ascending order; the stream forgets after 24 h; default 12 h, 18 h and 22 h
 * @param stuckAfter how long a shard with something to do may make no progress before the bridge begins again from its
 *     checkpoints; default 2 min, longer than Kafka may take to refuse a change
 */
public record WatchOptions(List<Duration> alarms, Duration stuckAfter) {

    /** How long a stream keeps what nobody has read. */
    static final Duration RETENTION = Duration.ofHours(24);

    /** Validates the times; fails with {@link InvalidValueException}. */
    public WatchOptions {
        alarms = List.copyOf(requireNonNull(alarms, "alarms"));
        alarms.forEach(alarm -> Checks.requirePositive("alarms", alarm));
        if (!alarms.stream().sorted().toList().equals(alarms)) {
            throw new InvalidValueException("alarms", alarms.toString(), "must be in ascending order");
        }
        Checks.requirePositive("stuckAfter", stuckAfter);
    }

    /** The defaults. */
    public static WatchOptions defaults() {
        return new WatchOptions(
                List.of(Duration.ofHours(12), Duration.ofHours(18), Duration.ofHours(22)), Duration.ofMinutes(2));
    }

    /** The same options with other alarms. */
    public WatchOptions withAlarms(List<Duration> newAlarms) {
        return new WatchOptions(newAlarms, stuckAfter);
    }

    /** The same options with another patience. */
    public WatchOptions withStuckAfter(Duration time) {
        return new WatchOptions(alarms, time);
    }
}
