/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/** The rules that the numbers in options obey. */
final class Limits {

    private Limits() {}

    static void requireAtLeast(long least, String what, long value) {
        if (value < least) {
            throw new InvalidValueException(what, Long.toString(value), "must be at least " + least);
        }
    }

    static void requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new InvalidValueException(what, value.toString(), "must be positive");
        }
    }
}
