/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
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

    /** What leads to the value at hand; a text is made of it only when it breaks a rule. */
    private final Deque<Step> path = new ArrayDeque<>();

    private CanonicalValues() {}

    static Map<String, Object> of(Map<?, ?> values) {
        return new CanonicalValues().map(values);
    }

    private Map<String, Object> map(Map<?, ?> values) {
        requireDepth();
        Map<String, Object> copy = new LinkedHashMap<>(values.size() * 4 / 3 + 1);
        values.forEach((name, value) -> {
            path.addLast(new Step(copy.size(), name));
            copy.put(name(name), value(value));
            path.removeLast();
        });
        return Collections.unmodifiableMap(copy);
    }

    private List<Object> list(List<?> values) {
        requireDepth();
        List<Object> copy = new ArrayList<>(values.size());
        for (Object value : values) {
            path.addLast(new Step(copy.size(), null));
            copy.add(value(value));
            path.removeLast();
        }
        return Collections.unmodifiableList(copy);
    }

    @SuppressWarnings("NullAway") // a null value is legal inside a payload; the JDK's collections are not annotated
    private Object value(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Binary) {
            return value;
        } else if (value instanceof String text) {
            return text(text);
        } else if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof byte[] bytes) {
            return Binary.of(bytes);
        }
        throw broken("must be a text, number, boolean, binary, list or map, is a "
                + value.getClass().getName());
    }

    private String name(@Nullable Object name) {
        if (name instanceof String text && !text.isEmpty()) {
            return text(text);
        }
        throw broken("must have a text that is not empty as its name");
    }

    private String text(String text) {
        if (!UnicodeText.isWellFormed(text)) {
            throw broken("must not contain half of a surrogate pair");
        }
        return text;
    }

    private BigDecimal number(Number number) {
        BigDecimal canonical = exact(number).stripTrailingZeros();
        if (canonical.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int exponent = canonical.precision() - canonical.scale() - 1;
        if (canonical.precision() > MOST_DIGITS || exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT) {
            throw broken("must have at most 38 significant digits and a magnitude from 1E-130 to 9.9E+125");
        }
        return canonical;
    }

    private BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        } else if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (number instanceof Double || number instanceof Float) {
            return finite(number);
        } else if (number instanceof Long || number instanceof Integer || isSmall(number)) {
            return BigDecimal.valueOf(number.longValue());
        }
        throw broken("must be a number of the JDK, is a " + number.getClass().getName());
    }

    private static boolean isSmall(Number number) {
        return number instanceof Short || number instanceof Byte;
    }

    private BigDecimal finite(Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw broken("must be a finite number");
        }
        return new BigDecimal(number.toString());
    }

    private void requireDepth() {
        if (path.size() > DEEPEST) {
            throw broken("must not be nested deeper than " + DEEPEST);
        }
    }

    private InvalidValueException broken(String rule) {
        StringBuilder where = new StringBuilder("attributes");
        path.forEach(where::append);
        return InvalidValueException.hidden(where.toString(), rule);
    }

    /**
     * A step towards a value, for a message: names may be data, so that of a name it tells no more than its length.
     *
     * @param name null in a list
     */
    private record Step(int position, @Nullable Object name) {

        @Override
        public String toString() {
            return name instanceof String text
                    ? "{%d:%d}".formatted(position, text.length())
                    : "[%d]".formatted(position);
        }
    }
}
