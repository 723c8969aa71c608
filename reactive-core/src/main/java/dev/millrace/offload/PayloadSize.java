/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large a payload is, in bytes: value by value the larger of what it takes as JSON and of what DynamoDB counts for
 * it. A payload within a size is therefore within it in its row, on the topic and in the payload store. Measured without
 * encoding anything, since every publish asks.
 */
public final class PayloadSize {

    /** Brackets, which DynamoDB counts as three bytes. */
    private static final int COLLECTION = 3;

    /** A comma. */
    private static final int ELEMENT = 1;

    /** Two quotes. */
    private static final int TEXT = 2;

    /** Two quotes, a colon, and the second {@code $} of a name that begins with one. */
    private static final int NAME = 4;

    private static final int BINARY = "{\"$binary\":\"\"}".length();
    private static final int LITERAL = "false".length();
    private static final int UNICODE_ESCAPE = 6;
    private static final int SHORT_ESCAPE = 2;

    /** Integers up to this many digits are written digit by digit. */
    private static final int PLAIN_DIGITS = 18;

    private PayloadSize() {}

    /** Returns the size. */
    public static long of(Attributes payload) {
        return map(payload.asMap());
    }

    private static long value(@Nullable Object value) {
        if (value instanceof String text) {
            return text(text);
        } else if (value instanceof BigDecimal number) {
            return number(number);
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Binary binary) {
            return BINARY + (binary.size() + 2L) / 3 * 4;
        }
        return LITERAL;
    }

    private static long map(Map<?, ?> map) {
        long bytes = COLLECTION;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            bytes += ELEMENT + NAME + characters((String) entry.getKey()) + value(entry.getValue());
        }
        return bytes;
    }

    private static long list(List<?> list) {
        long bytes = COLLECTION;
        for (Object value : list) {
            bytes += ELEMENT + value(value);
        }
        return bytes;
    }

    private static long number(BigDecimal number) {
        int text = number.toString().length();
        int digits = number.precision() - number.scale();
        int json = number.scale() <= 0 && digits <= PLAIN_DIGITS ? digits + 1 : text;
        return Math.max(json, text / 2 + 2);
    }

    private static long text(String text) {
        return TEXT + characters(text);
    }

    private static long characters(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += character(text.charAt(i));
        }
        return bytes;
    }

    private static int character(char c) {
        if (c < ' ' || Character.isSurrogate(c)) {
            return UNICODE_ESCAPE;
        } else if (c == '"' || c == '\\') {
            return SHORT_ESCAPE;
        }
        return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
}
