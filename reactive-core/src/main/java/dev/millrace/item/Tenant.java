/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whose data it is. Part of every key, and the last segment of the partition key.
 *
 * <p>Codes are ASCII letters, digits, {@code -}, {@code _} and {@code .}, 1 to 64 of them, starting with a letter or a
 * digit. Upper case is folded to lower case here and nowhere else, so {@code ACME} and {@code acme} are one tenant;
 * look-alike letters of other alphabets are refused rather than folded.
 *
 * @param code the code, in lower case
 */
public record Tenant(String code) {

    /** How many characters, and bytes, a code has at most. */
    static final int LONGEST = 64;

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,%d}".formatted(LONGEST - 1));

    /** Normalises and validates the code; fails with {@link InvalidValueException}. */
    public Tenant {
        code = requireNonNull(code, "code").toLowerCase(Locale.ROOT);
        if (!LEGAL.matcher(code).matches()) {
            throw new InvalidValueException(
                    "tenant",
                    code,
                    "must be 1 to 64 ASCII letters, digits, dots, dashes and underscores, starting with a letter or digit");
        }
    }

    /** Returns the tenant with that code; fails with {@link InvalidValueException}. */
    public static Tenant of(String code) {
        return new Tenant(code);
    }

    @Override
    public String toString() {
        return code;
    }
}
