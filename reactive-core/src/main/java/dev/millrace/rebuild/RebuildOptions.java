/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a {@link Rebuild} works.
 *
 * @param segments segments of the table that are read side by side, 1 to 64; default 4. A rebuild that was begun with
 *     another number keeps that
 * @param rowsPerSecond rows of the command table that are read in a second, at most, in all segments together, 1 to
 *     1,000,000; default 1,000. A row of up to 4 KB costs one read unit, and the sink at most one write
 * @param pageRows rows that are read, applied and remembered in one step, 1 to 1,000; default 100
 * @param attempts how often a step is tried before the run fails, 1 to 1,000; default 10
 * @param firstPause the pause before the second attempt; later ones are up to twice as long as the one before; default
 *     200 ms
 * @param longestPause no pause is longer; default 10 s
 * @param attemptTimeout an answer of the table or of the sink that takes longer is a failure; default 30 s
 * @param scheduler keeps the time; default {@link Schedulers#parallel()}
 */
public record RebuildOptions(
        int segments,
        int rowsPerSecond,
        int pageRows,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration attemptTimeout,
        Scheduler scheduler) {

    private static final int MOST_SEGMENTS = 64;
    private static final int MOST_ROWS_PER_SECOND = 1_000_000;
    private static final int MOST_PAGE_ROWS = 1_000;
    private static final int MOST_ATTEMPTS = 1_000;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public RebuildOptions {
        requireWithin("segments", segments, MOST_SEGMENTS);
        requireWithin("rows per second", rowsPerSecond, MOST_ROWS_PER_SECOND);
        requireWithin("rows of a page", pageRows, MOST_PAGE_ROWS);
        requireWithin("attempts", attempts, MOST_ATTEMPTS);
        requirePositive("first pause", firstPause);
        requirePositive("longest pause", longestPause);
        requirePositive("attempt timeout", attemptTimeout);
        requireNonNull(scheduler, "scheduler");
    }

    /** The defaults. */
    public static RebuildOptions defaults() {
        return new RebuildOptions(
                4,
                1_000,
                100,
                10,
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Schedulers.parallel());
    }

    /** The same options with another number of segments. */
    public RebuildOptions withSegments(int newSegments) {
        return new RebuildOptions(
                newSegments, rowsPerSecond, pageRows, attempts, firstPause, longestPause, attemptTimeout, scheduler);
    }

    /** The same options with another rate. */
    public RebuildOptions withRowsPerSecond(int newRowsPerSecond) {
        return new RebuildOptions(
                segments, newRowsPerSecond, pageRows, attempts, firstPause, longestPause, attemptTimeout, scheduler);
    }

    /** The same options with steps of another size. */
    public RebuildOptions withPageRows(int newPageRows) {
        return new RebuildOptions(
                segments, rowsPerSecond, newPageRows, attempts, firstPause, longestPause, attemptTimeout, scheduler);
    }

    /** The same options with other attempts. */
    public RebuildOptions withAttempts(int newAttempts, Duration newFirstPause, Duration newLongestPause) {
        return new RebuildOptions(
                segments,
                rowsPerSecond,
                pageRows,
                newAttempts,
                newFirstPause,
                newLongestPause,
                attemptTimeout,
                scheduler);
    }

    /** The same options with another timeout for one attempt. */
    public RebuildOptions withAttemptTimeout(Duration newAttemptTimeout) {
        return new RebuildOptions(
                segments, rowsPerSecond, pageRows, attempts, firstPause, longestPause, newAttemptTimeout, scheduler);
    }

    /** The same options with another scheduler. */
    public RebuildOptions withScheduler(Scheduler newScheduler) {
        return new RebuildOptions(
                segments, rowsPerSecond, pageRows, attempts, firstPause, longestPause, attemptTimeout, newScheduler);
    }

    private static void requireWithin(String what, int number, int most) {
        if (number < 1 || number > most) {
            throw new InvalidValueException(what, Integer.toString(number), "must be from 1 to " + most);
        }
    }

    private static void requirePositive(String what, Duration duration) {
        if (requireNonNull(duration, what).isNegative() || duration.isZero()) {
            throw new InvalidValueException(what, duration.toString(), "must be positive");
        }
    }
}
