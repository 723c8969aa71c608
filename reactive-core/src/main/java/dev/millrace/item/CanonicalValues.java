/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a tree of values into the one form in which {@link Attributes} keeps it, or says where it cannot. */
final class CanonicalValues {

    private static final int DEEPEST = 30;
    private static final int MOST_DIGITS = 38;
    private static final int LARGEST_EXPONENT = 125;
    private static final int SMALLEST_EXPONENT = -130;

    private CanonicalValues() {}

    static Map<String, Object> map(String path, Map<?, ?> values, int depth) {
        requireDepth(path, depth);
        Map<String, Object> copy = new LinkedHashMap<>(values.size() * 4 / 3 + 1);
        values.forEach((name, value) -> copy.put(name(path, name), value(path + "." + name, value, depth + 1)));
        return Collections.unmodifiableMap(copy);
    }

    private static List<Object> list(String path, List<?> values, int depth) {
        requireDepth(path, depth);
        List<Object> copy = new ArrayList<>(values.size());
        for (Object value : values) {
            copy.add(value(path + "[" + copy.size() + "]", value, depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }

    @SuppressWarnings("NullAway") // a null value is legal inside a payload; the JDK's collections are not annotated
    private static Object value(String path, @Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean || value instanceof Binary) {
            return value;
        } else if (value instanceof String text) {
            return text(path, text);
        } else if (value instanceof Number number) {
            return number(path, number);
        } else if (value instanceof Map<?, ?> map) {
            return map(path, map, depth);
        } else if (value instanceof List<?> list) {
            return list(path, list, depth);
        } else if (value instanceof byte[] bytes) {
            return Binary.of(bytes);
        }
        throw InvalidValueException.hidden(
                path,
                "must be a text, number, boolean, binary, list or map, is a "
                        + value.getClass().getName());
    }

    private static String name(String path, @Nullable Object name) {
        if (name instanceof String text && !text.isEmpty()) {
            return text(path, text);
        }
        throw InvalidValueException.hidden(path, "must have texts that are not empty as names");
    }

    private static String text(String path, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw InvalidValueException.hidden(path, "must not contain half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static BigDecimal number(String path, Number number) {
        BigDecimal canonical = exact(path, number).stripTrailingZeros();
        if (canonical.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int exponent = canonical.precision() - canonical.scale() - 1;
        if (canonical.precision() > MOST_DIGITS || exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT) {
            throw InvalidValueException.hidden(
                    path, "must have at most 38 significant digits and a magnitude from 1E-130 to 9.9E+125");
        }
        return canonical;
    }

    private static BigDecimal exact(String path, Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        } else if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (number instanceof Double || number instanceof Float) {
            return finite(path, number);
        } else if (number instanceof Long || number instanceof Integer || isSmall(number)) {
            return BigDecimal.valueOf(number.longValue());
        }
        throw InvalidValueException.hidden(
                path, "must be a number of the JDK, is a " + number.getClass().getName());
    }

    private static boolean isSmall(Number number) {
        return number instanceof Short || number instanceof Byte;
    }

    private static BigDecimal finite(String path, Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw InvalidValueException.hidden(path, "must be a finite number");
        }
        return new BigDecimal(number.toString());
    }

    private static void requireDepth(String path, int depth) {
        if (depth > DEEPEST) {
            throw InvalidValueException.hidden(path, "must not be nested deeper than " + DEEPEST);
        }
    }
}
