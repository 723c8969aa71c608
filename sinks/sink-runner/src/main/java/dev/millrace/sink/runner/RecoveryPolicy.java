/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.MillraceException.Retry;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * What a runner does when its sink fails. What is the sink's fault is tried again for ever; what is the change's fault
 * ends among the dead letters.
 *
 * @param transientFailure tells whether a failing batch is the sink's fault and may go well later; default
 *     {@link #isOutage}
 * @param firstPause the longest pause before the second attempt; it doubles with each, and up to half of it is taken off
 *     at random; default 100 ms
 * @param longestPause what pauses grow to; default 30 s
 * @param attemptTimeout after how long a batch that is not answered has failed; default 30 s
 * @param maxAttempts how often a change may fail alone before it is a dead letter; default 5
 * @param maxGivenUpInARow how many changes may become dead letters by failing, without any change going well between:
 *     then the fault is taken to be the sink's, and no more are given up until one goes well; default 20
 */
public record RecoveryPolicy(
        Predicate<? super Throwable> transientFailure,
        Duration firstPause,
        Duration longestPause,
        Duration attemptTimeout,
        int maxAttempts,
        int maxGivenUpInARow) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public RecoveryPolicy {
        requireNonNull(transientFailure, "transientFailure");
        Limits.requirePositive("firstPause", firstPause);
        Limits.requirePositive("attemptTimeout", attemptTimeout);
        Limits.requireAtLeast(1, "maxAttempts", maxAttempts);
        Limits.requireAtLeast(1, "maxGivenUpInARow", maxGivenUpInARow);
        if (longestPause.compareTo(firstPause) < 0) {
            throw new InvalidValueException("longestPause", longestPause.toString(), "must not be below firstPause");
        }
    }

    /** The defaults. */
    public static RecoveryPolicy defaults() {
        return new RecoveryPolicy(
                RecoveryPolicy::isOutage,
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                5,
                20);
    }

    /**
     * Tells whether a failure says more about the sink than about the change: a failure of Millrace's own that may be
     * retried, a store that has to be mended first, an I/O failure or a timeout.
     */
    public static boolean isOutage(Throwable failure) {
        return failure instanceof MillraceException own
                ? own.retry() != Retry.NEVER || own instanceof StoreMisconfiguredException
                : failure instanceof IOException || failure instanceof TimeoutException;
    }

    /**
     * The same policy, with failures that are transient beside the ones that are already; for what a driver throws that
     * its sink does not translate.
     */
    public RecoveryPolicy orTransient(Predicate<? super Throwable> alsoTransient) {
        Predicate<? super Throwable> known = transientFailure;
        return new RecoveryPolicy(
                failure -> known.test(failure) || alsoTransient.test(failure),
                firstPause,
                longestPause,
                attemptTimeout,
                maxAttempts,
                maxGivenUpInARow);
    }

    /** The same policy with other pauses. */
    public RecoveryPolicy withPauses(Duration newFirst, Duration newLongest) {
        return new RecoveryPolicy(
                transientFailure, newFirst, newLongest, attemptTimeout, maxAttempts, maxGivenUpInARow);
    }

    /** The same policy with another timeout. */
    public RecoveryPolicy withAttemptTimeout(Duration newAttemptTimeout) {
        return new RecoveryPolicy(
                transientFailure, firstPause, longestPause, newAttemptTimeout, maxAttempts, maxGivenUpInARow);
    }

    /** The same policy with another bound for changes that fail alone. */
    public RecoveryPolicy withMaxAttempts(int newMaxAttempts) {
        return new RecoveryPolicy(
                transientFailure, firstPause, longestPause, attemptTimeout, newMaxAttempts, maxGivenUpInARow);
    }

    /** The same policy with another bound for changes given up in a row. */
    public RecoveryPolicy withMaxGivenUpInARow(int newMaxGivenUpInARow) {
        return new RecoveryPolicy(
                transientFailure, firstPause, longestPause, attemptTimeout, maxAttempts, newMaxGivenUpInARow);
    }
}
