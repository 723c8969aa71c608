/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.util.Arrays;

/** What a bound of a {@link SortKeyCondition} must be. */
final class Bounds {

    private static final int LONGEST = 1024;

    private Bounds() {}

    static void requireBound(String bound) {
        if (requireNonNull(bound, "bound").isEmpty()) {
            throw new InvalidValueException("sort key bound", bound, "must not be empty");
        }
        if (bound.getBytes(UTF_8).length > LONGEST) {
            throw new InvalidValueException("sort key bound", bound, "must be at most %d bytes".formatted(LONGEST));
        }
    }

    static void requireOrder(String from, String to) {
        if (Arrays.compareUnsigned(from.getBytes(UTF_8), to.getBytes(UTF_8)) > 0) {
            throw new InvalidValueException("sort key range", from + " … " + to, "must not end before it begins");
        }
    }
}
