/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * What a payload is: the name under which its kind is known for ever, and which form of that kind it has. The name is not
 * that of a class, so that classes may move and be renamed.
 *
 * @param type 1 to 128 ASCII letters, digits, dots, dashes and underscores, starting with a letter or digit; empty for
 *     {@link #NONE}
 * @param version which form, counted from 1; 0 for {@link #NONE}
 */
public record PayloadSchema(String type, int version) {

    /** The schema of attributes that nobody declared one for. */
    public static final PayloadSchema NONE = new PayloadSchema("", 0);

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Validates both; fails with {@link InvalidValueException}. */
    public PayloadSchema {
        if (!requireNonNull(type, "type").isEmpty() || version != 0) {
            requireType(type);
            requireVersion(version);
        }
    }

    private static void requireType(String type) {
        if (!LEGAL.matcher(type).matches()) {
            throw new InvalidValueException(
                    "payload type",
                    type,
                    "must be 1 to 128 ASCII letters, digits, dots, dashes and underscores, starting with a letter or digit");
        }
    }

    private static void requireVersion(int version) {
        if (version < 1) {
            throw new InvalidValueException("schema version", Integer.toString(version), "must be at least 1");
        }
    }

    /** Returns that schema, which is not {@link #NONE}; fails with {@link InvalidValueException}. */
    public static PayloadSchema of(String type, int version) {
        requireVersion(version);
        return new PayloadSchema(type, version);
    }

    /** Tells whether nothing is known of the payload. */
    public boolean isNone() {
        return version == 0;
    }

    @Override
    public String toString() {
        return isNone() ? "without a schema" : type + " v" + version;
    }
}
