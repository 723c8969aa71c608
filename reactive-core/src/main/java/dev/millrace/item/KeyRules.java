/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** The rules that every part of a key obeys; they make keys injective: two different inputs never give one key. */
final class KeyRules {

    /** Separates the segments of a key. */
    static final char SEPARATOR = '#';

    /** DynamoDB's limit for a partition key, in bytes of UTF-8. */
    static final int PARTITION_KEY_BYTES = 2048;

    /** DynamoDB's limit for a sort key, in bytes of UTF-8. */
    static final int SORT_KEY_BYTES = 1024;

    private static final int LONGEST_UTF8_PER_CHAR = 3;

    private KeyRules() {}

    /** Returns the text if it is free of characters that a reader could not see or that change in transport. */
    static String requireVisible(String what, String text) {
        if (text.isEmpty()) {
            throw new InvalidValueException(what, text, "must not be empty");
        }
        if (!isPrintableAscii(text)) {
            requireVisibleUnicode(what, text);
        }
        return text;
    }

    /** Most keys are; and for them nothing else needs to be looked at. */
    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static void requireVisibleUnicode(String what, String text) {
        text.codePoints().forEach(codePoint -> requireVisible(what, text, codePoint));
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new InvalidValueException(what, text, "must be in Unicode normal form C");
        }
    }

    private static void requireVisible(String what, String text, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                throw new InvalidValueException(what, text, "must not contain control characters");
            case Character.SURROGATE ->
                throw new InvalidValueException(what, text, "must not contain half of a surrogate pair");
            case Character.FORMAT ->
                throw new InvalidValueException(what, text, "must not contain invisible characters");
            default -> {
                // every other character is welcome
            }
        }
    }

    static void requireNoSeparator(String what, String text) {
        if (text.indexOf(SEPARATOR) >= 0) {
            throw new InvalidValueException(what, text, "must not contain the separator " + SEPARATOR);
        }
    }

    static void requireAtMost(int bytes, String what, String text) {
        if (text.length() > bytes / LONGEST_UTF8_PER_CHAR) {
            int actual = text.getBytes(StandardCharsets.UTF_8).length;
            if (actual > bytes) {
                throw new InvalidValueException(what, text, "must be at most %d bytes, is %d".formatted(bytes, actual));
            }
        }
    }
}
