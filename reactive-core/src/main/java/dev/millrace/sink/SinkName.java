/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Names a sink; also part of its consumer group and of its dead-letter topic.
 *
 * @param text 1 to 63 lower-case letters, digits and dashes
 */
public record SinkName(String text) {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** Validates the text; fails with {@link InvalidValueException}. */
    public SinkName {
        if (!LEGAL.matcher(requireNonNull(text, "text")).matches()) {
            throw new InvalidValueException("sink name", text, "must be 1 to 63 lower-case letters, digits and dashes");
        }
    }

    /** Returns the name with that text; fails with {@link InvalidValueException}. */
    public static SinkName of(String text) {
        return new SinkName(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
