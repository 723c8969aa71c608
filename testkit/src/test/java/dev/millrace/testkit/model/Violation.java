/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import java.util.regex.Matcher;

/** The write side did what the model does not allow. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }

    Violation(String message, Throwable cause) {
        super(message, cause);
    }

    /** Fails with the message, each {} in it replaced by a value, if this is not allowed. */
    static void unless(boolean allowed, String message, Object... values) {
        if (!allowed) {
            String text = message;
            for (Object value : values) {
                text = text.replaceFirst("\\{}", Matcher.quoteReplacement(String.valueOf(value)));
            }
            throw new Violation(text);
        }
    }
}
