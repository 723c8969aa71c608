/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What somebody had a sink as a whole do; kept for good.
 *
 * @param at when, in milliseconds
 * @param by the user's id
 * @param action what
 * @param detail more of it, such as the position; may be empty
 */
public record SinkEntry(Instant at, String by, Action action, String detail) {

    /** What can be done with a sink. */
    public enum Action {
        /** It takes no more changes for now. */
        PAUSED,
        /** It takes changes again, and tries again what it has refused. */
        RESUMED,
        /** What fails is given up, until a change goes well. */
        GIVING_UP,
        /** It stands somewhere else on its topic: changes are skipped, or come again. */
        MOVED
    }

    /** Cuts the moment to milliseconds. */
    public SinkEntry {
        at = requireNonNull(at, "at").truncatedTo(ChronoUnit.MILLIS);
        requireNonNull(by, "by");
        requireNonNull(action, "action");
        requireNonNull(detail, "detail");
    }
}
