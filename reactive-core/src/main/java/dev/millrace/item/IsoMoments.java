/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads the moments that rows and records hold as texts. Done by hand for the shape in which they are written: a row has two,
 * and with the JDK's parser an eighth of the work of the bridge is theirs. What the modules of the library have in common;
 * applications need none of it.
 */
public final class IsoMoments {

    private static final String TO_THE_SECOND = "0000-00-00T00:00:00";
    private static final int FRACTION = TO_THE_SECOND.length() + 1;
    private static final int MOST_DIGITS = 9;

    private IsoMoments() {}

    /**
     * Returns the moment; fails with {@link DateTimeException}, whose message quotes the text, if it is none in ISO 8601 with
     * seconds or minutes and an offset.
     */
    public static Instant parse(String text) {
        return hasOurShape(text) ? parseOurs(text) : parseAny(text);
    }

    private static Instant parseAny(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException withoutSeconds) {
            return OffsetDateTime.parse(text).toInstant();
        }
    }

    private static boolean hasOurShape(String text) {
        int end = text.length() - 1;
        if (end < TO_THE_SECOND.length() || end > FRACTION + MOST_DIGITS || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < TO_THE_SECOND.length(); i++) {
            char shape = TO_THE_SECOND.charAt(i);
            if (shape == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != shape) {
                return false;
            }
        }
        return end == TO_THE_SECOND.length() || hasFraction(text, end);
    }

    private static boolean hasFraction(String text, int end) {
        if (end == FRACTION || text.charAt(FRACTION - 1) != '.') {
            return false;
        }
        for (int i = FRACTION; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static Instant parseOurs(String text) {
        return LocalDateTime.of(
                        digits(text, 0, 4),
                        digits(text, 5, 7),
                        digits(text, 8, 10),
                        digits(text, 11, 13),
                        digits(text, 14, 16),
                        digits(text, 17, 19),
                        nanos(text))
                .toInstant(ZoneOffset.UTC);
    }

    private static int nanos(String text) {
        int end = text.length() - 1;
        int nanos = 0;
        for (int i = FRACTION; i < FRACTION + MOST_DIGITS; i++) {
            nanos = 10 * nanos + (i < end ? text.charAt(i) - '0' : 0);
        }
        return nanos;
    }

    private static int digits(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
