/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

/** Texts that keep their form in every encoding: half a surrogate pair would turn into something else on its way. */
final class UnicodeText {

    private UnicodeText() {}

    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Returns the text; the failure does not show it, for it may be a payload. */
    static String requireWellFormed(String what, String text) {
        if (!isWellFormed(text)) {
            throw InvalidValueException.hidden(what, "must not contain half of a surrogate pair");
        }
        return text;
    }
}
