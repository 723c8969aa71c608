/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts as PostgreSQL writes an array of them. The driver would do the same, at several times the cost. */
final class ArrayLiteral {

    private static final char QUOTE = '"';
    private static final char ESCAPE = '\\';

    /** Two quotes and a comma, or a null. */
    private static final int MOST_AROUND = 5;

    private ArrayLiteral() {}

    static String of(List<@Nullable String> texts) {
        StringBuilder literal = new StringBuilder(length(texts)).append('{');
        for (@Nullable String text : texts) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            append(text, literal);
        }
        return literal.append('}').toString();
    }

    private static int length(List<@Nullable String> texts) {
        int length = 2;
        for (@Nullable String text : texts) {
            length += MOST_AROUND + (text == null ? 0 : text.length());
        }
        return length;
    }

    private static void append(@Nullable String text, StringBuilder literal) {
        if (text == null) {
            literal.append("NULL");
            return;
        }
        literal.append(QUOTE);
        if (text.indexOf(QUOTE) < 0 && text.indexOf(ESCAPE) < 0) {
            literal.append(text);
        } else {
            appendEscaped(text, literal);
        }
        literal.append(QUOTE);
    }

    private static void appendEscaped(String text, StringBuilder literal) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == QUOTE || c == ESCAPE) {
                literal.append(ESCAPE);
            }
            literal.append(c);
        }
    }
}
