/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.millrace.item.IsoMoments;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Moments as texts: ISO 8601, UTC, always three digits of the second. Written by hand for the years of four digits: a
 * record has three moments, and with the JDK's formatter and parser a third of its garbage comes from them.
 */
final class Moments {

    private static final String SHAPE = "0000-00-00T00:00:00.000Z";
    private static final Instant FIRST_OF_SHAPE = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST_OF_SHAPE = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final DateTimeFormatter ANY_YEAR =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Moments() {}

    static String text(Instant moment) {
        return moment.isBefore(FIRST_OF_SHAPE) || moment.isAfter(LAST_OF_SHAPE)
                ? ANY_YEAR.format(moment)
                : text(LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC));
    }

    private static String text(LocalDateTime utc) {
        byte[] text = SHAPE.getBytes(ISO_8859_1);
        putDigits(text, 0, 4, utc.getYear());
        putDigits(text, 5, 7, utc.getMonthValue());
        putDigits(text, 8, 10, utc.getDayOfMonth());
        putDigits(text, 11, 13, utc.getHour());
        putDigits(text, 14, 16, utc.getMinute());
        putDigits(text, 17, 19, utc.getSecond());
        putDigits(text, 20, 23, utc.getNano() / NANOS_PER_MILLI);
        return new String(text, ISO_8859_1);
    }

    private static void putDigits(byte[] text, int from, int to, int number) {
        int rest = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    static Instant parse(String field, String text) throws BrokenRuleException {
        try {
            return IsoMoments.parse(text);
        } catch (DateTimeException noMoment) {
            // Not handed on: its message quotes the text.
            throw new BrokenRuleException("body field " + field, "must be a moment in ISO 8601");
        }
    }
}
