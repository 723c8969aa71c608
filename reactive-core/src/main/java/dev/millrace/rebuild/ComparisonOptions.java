/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a {@link Comparison} is made.
 *
 * @param pageRows items that are read of each generation at a time, 1 to 1,000; default 1,000
 * @param mostDifferences after how many items that differ, for now or for good, it ends; 1 to 100,000; default 10,000
 * @param patience how long a generation may take to come as far as the other one was; default 30 s
 * @param pause the time between two looks at what differs; default 500 ms
 * @param scheduler keeps the time; default {@link Schedulers#parallel()}
 */
public record ComparisonOptions(
        int pageRows, int mostDifferences, Duration patience, Duration pause, Scheduler scheduler) {

    /** The most keys that a generation is asked for at once. */
    static final int MOST_PAGE_ROWS = 1_000;

    private static final int MOST_DIFFERENCES = 100_000;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public ComparisonOptions {
        requireWithin("rows of a page", pageRows, MOST_PAGE_ROWS);
        requireWithin("differences", mostDifferences, MOST_DIFFERENCES);
        if (requireNonNull(patience, "patience").isNegative()) {
            throw new InvalidValueException("patience", patience.toString(), "must not be negative");
        }
        if (requireNonNull(pause, "pause").isNegative() || pause.isZero()) {
            throw new InvalidValueException("pause", pause.toString(), "must be positive");
        }
        requireNonNull(scheduler, "scheduler");
    }

    private static void requireWithin(String what, int number, int most) {
        if (number < 1 || number > most) {
            throw new InvalidValueException(what, Integer.toString(number), "must be from 1 to " + most);
        }
    }

    /** The defaults. */
    public static ComparisonOptions defaults() {
        return new ComparisonOptions(
                MOST_PAGE_ROWS, 10_000, Duration.ofSeconds(30), Duration.ofMillis(500), Schedulers.parallel());
    }

    /** The same options with pages of another size. */
    public ComparisonOptions withPageRows(int newPageRows) {
        return new ComparisonOptions(newPageRows, mostDifferences, patience, pause, scheduler);
    }

    /** The same options with another bound for differences. */
    public ComparisonOptions withMostDifferences(int newMostDifferences) {
        return new ComparisonOptions(pageRows, newMostDifferences, patience, pause, scheduler);
    }

    /** The same options with more or less patience, and another pause between looks. */
    public ComparisonOptions withPatience(Duration newPatience, Duration newPause) {
        return new ComparisonOptions(pageRows, mostDifferences, newPatience, newPause, scheduler);
    }

    /** The same options with another scheduler. */
    public ComparisonOptions withScheduler(Scheduler newScheduler) {
        return new ComparisonOptions(pageRows, mostDifferences, patience, pause, newScheduler);
    }
}
