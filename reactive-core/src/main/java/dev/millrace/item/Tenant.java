/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

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

    /** Normalises and validates the code; fails with {@link InvalidValueException}. */
    public Tenant {
        code = requireNonNull(code, "code").toLowerCase(Locale.ROOT);
        if (!isLegal(code)) {
            throw new InvalidValueException(
                    "tenant",
                    code,
                    "must be 1 to 64 ASCII letters, digits, dots, dashes and underscores, starting with a letter or digit");
        }
    }

    private static boolean isLegal(String code) {
        if (code.isEmpty() || code.length() > LONGEST || !isLetterOrDigit(code.charAt(0))) {
            return false;
        }
        for (int i = 1; i < code.length(); i++) {
            char c = code.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
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
