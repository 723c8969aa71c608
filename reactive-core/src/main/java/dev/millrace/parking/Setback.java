/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Why an item is parked: which change failed, how, and how often.
 *
 * @param version the version that failed
 * @param cause the failure's class and, only if it is Millrace's own, its message: others may quote a payload
 * @param attempts how often it was tried, at least 1
 * @param source where the change was read from, as topic-partition@offset
 * @param at when it was given up, in milliseconds
 */
public record Setback(Version version, String cause, int attempts, String source, Instant at) {

    /** Cuts the moment to milliseconds; fails with {@link InvalidValueException} for less than one attempt. */
    public Setback {
        requireNonNull(version, "version");
        requireNonNull(cause, "cause");
        requireNonNull(source, "source");
        at = requireNonNull(at, "at").truncatedTo(ChronoUnit.MILLIS);
        if (attempts < 1) {
            throw new InvalidValueException("attempts", Integer.toString(attempts), "must be at least 1");
        }
    }

    /** A setback through that failure. */
    public static Setback by(Throwable failure, Version version, int attempts, String source, Instant at) {
        return new Setback(version, describe(failure), attempts, source, at);
    }

    /** Says what is known not to quote a payload: a failure's class and, if it is Millrace's own, its message. */
    public static String describe(Throwable failure) {
        String type = failure.getClass().getName();
        return failure instanceof MillraceException ? type + ": " + failure.getMessage() : type;
    }

    /** The setback of a later attempt at a change read from the same place. */
    public Setback again(Throwable failure, Version failed, Instant now) {
        int before = failed.equals(version) ? attempts : 0;
        return new Setback(failed, describe(failure), before + 1, source, now);
    }
}
