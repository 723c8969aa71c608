/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import dev.millrace.MillraceException;

/** A value that breaks a rule, found before any I/O. The message names the value and the rule. */
public final class InvalidValueException extends MillraceException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_EXCERPT = 80;

    private final String what;
    private final String rule;

    /**
     * Creates the failure.
     *
     * @param what which value it is, for example {@code tenant}
     * @param value the value; an excerpt of it appears in the message, control characters escaped
     * @param rule the rule it breaks, as the rest of a sentence, for example {@code must not be empty}
     */
    public InvalidValueException(String what, String value, String rule) {
        super("%s \"%s\" %s".formatted(what, excerpt(value), rule));
        this.what = what;
        this.rule = rule;
    }

    private InvalidValueException(String what, String rule) {
        super("%s %s".formatted(what, rule));
        this.what = what;
        this.rule = rule;
    }

    /** Creates the failure for a value that must not be shown, such as a part of an item's content. */
    public static InvalidValueException hidden(String what, String rule) {
        return new InvalidValueException(what, rule);
    }

    /** Which value broke the rule. */
    public String what() {
        return what;
    }

    /** The rule, as the rest of a sentence. */
    public String rule() {
        return rule;
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }

    private static String excerpt(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints().limit(LONGEST_EXCERPT).forEach(codePoint -> {
            if (isPlain(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                shown.append("\\u{%X}".formatted(codePoint));
            }
        });
        return value.codePointCount(0, value.length()) > LONGEST_EXCERPT
                ? shown + "… (%d characters)".formatted(value.length())
                : shown.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
