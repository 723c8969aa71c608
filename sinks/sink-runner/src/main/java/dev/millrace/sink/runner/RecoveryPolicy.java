/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a runner does when its sink fails. What is the sink's fault is tried again for ever; an item whose change is at
 * fault is parked; a bug stops the sink before it parks everything.
 *
 * @param kinds tells whose fault a failure is; default {@link FailureKind#of}
 * @param firstPause the longest pause before the second attempt; it doubles with each, and up to half of it is taken off
 *     at random; default 100 ms
 * @param longestPause what pauses grow to; default 30 s
 * @param attemptTimeout after how long a batch that is not answered has failed; default 30 s
 * @param maxAttempts how often a change may fail alone, for no fault that is known to be its own, before it is given up;
 *     default 5
 * @param mostAlike how many items may fail alike, that is, with the same class of failure and without any change going
 *     well between: the last of them opens the circuit, and nothing more is given up until a change goes well or somebody
 *     decides; default 20
 */
public record RecoveryPolicy(
        Function<? super Throwable, FailureKind> kinds,
        Duration firstPause,
        Duration longestPause,
        Duration attemptTimeout,
        int maxAttempts,
        int mostAlike) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public RecoveryPolicy {
        requireNonNull(kinds, "kinds");
        Limits.requirePositive("firstPause", firstPause);
        Limits.requirePositive("attemptTimeout", attemptTimeout);
        Limits.requireAtLeast(1, "maxAttempts", maxAttempts);
        Limits.requireAtLeast(1, "mostAlike", mostAlike);
        if (longestPause.compareTo(firstPause) < 0) {
            throw new InvalidValueException("longestPause", longestPause.toString(), "must not be below firstPause");
        }
    }

    /** The defaults. */
    public static RecoveryPolicy defaults() {
        return new RecoveryPolicy(
                FailureKind::of, Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(30), 5, 20);
    }

    /**
     * The same policy, with failures that are infrastructure's beside the ones that are already; for what a driver throws
     * that its sink does not translate.
     */
    public RecoveryPolicy orTransient(Predicate<? super Throwable> alsoTransient) {
        return or(alsoTransient, FailureKind.INFRASTRUCTURE);
    }

    /** The same policy, with failures that are the change's fault beside the ones that are already. */
    public RecoveryPolicy orData(Predicate<? super Throwable> alsoData) {
        return or(alsoData, FailureKind.DATA);
    }

    private RecoveryPolicy or(Predicate<? super Throwable> which, FailureKind kind) {
        requireNonNull(which, "which");
        Function<? super Throwable, FailureKind> known = kinds;
        return new RecoveryPolicy(
                failure -> which.test(failure) ? kind : known.apply(failure),
                firstPause,
                longestPause,
                attemptTimeout,
                maxAttempts,
                mostAlike);
    }

    /** The same policy with other pauses. */
    public RecoveryPolicy withPauses(Duration newFirst, Duration newLongest) {
        return new RecoveryPolicy(kinds, newFirst, newLongest, attemptTimeout, maxAttempts, mostAlike);
    }

    /** The same policy with another timeout. */
    public RecoveryPolicy withAttemptTimeout(Duration newAttemptTimeout) {
        return new RecoveryPolicy(kinds, firstPause, longestPause, newAttemptTimeout, maxAttempts, mostAlike);
    }

    /** The same policy with another bound for changes that fail alone. */
    public RecoveryPolicy withMaxAttempts(int newMaxAttempts) {
        return new RecoveryPolicy(kinds, firstPause, longestPause, attemptTimeout, newMaxAttempts, mostAlike);
    }

    /** The same policy with another bound for items that fail alike. */
    public RecoveryPolicy withMostAlike(int newMostAlike) {
        return new RecoveryPolicy(kinds, firstPause, longestPause, attemptTimeout, maxAttempts, newMostAlike);
    }
}
