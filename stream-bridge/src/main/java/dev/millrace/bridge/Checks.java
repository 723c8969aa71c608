/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/** What options have to be. */
final class Checks {

    private Checks() {}

    static void requireAtLeastOne(String what, long value) {
        if (value < 1) {
            throw new InvalidValueException(what, Long.toString(value), "must be at least 1");
        }
    }

    static void requirePositive(String what, Duration value) {
        if (requireNonNull(value, what).isNegative() || value.isZero()) {
            throw new InvalidValueException(what, value.toString(), "must be positive");
        }
    }

    static void requireNotNegative(String what, Duration value) {
        if (requireNonNull(value, what).isNegative()) {
            throw new InvalidValueException(what, value.toString(), "must not be negative");
        }
    }
}
