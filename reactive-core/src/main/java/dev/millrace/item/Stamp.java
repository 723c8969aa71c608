/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who did something, when, and from where.
 *
 * @param at the moment, in milliseconds
 * @param by the user's id
 * @param ip the address the request came from, empty when it is not known
 */
public record Stamp(Instant at, String by, String ip) {

    /** Cuts the moment to milliseconds; fails with {@link InvalidValueException}. */
    public Stamp {
        at = requireNonNull(at, "at").truncatedTo(ChronoUnit.MILLIS);
        UnicodeText.requireWellFormed("user", requireNonNull(by, "by"));
        UnicodeText.requireWellFormed("address", requireNonNull(ip, "ip"));
    }
}
