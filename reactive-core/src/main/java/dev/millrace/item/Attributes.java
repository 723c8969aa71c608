/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Map;

/**
 * An item's payload: an immutable tree of values with one canonical form, so that equal content is {@link #equals
 * equal} whatever road it took.
 *
 * <p>A value is null, a {@link String}, a {@link Boolean}, a number (any {@link Number} of the JDK goes in, a
 * {@link BigDecimal} without trailing zeros comes out), {@link Binary} ({@code byte[]} goes in too), a list or a map
 * with string keys. Limits, from DynamoDB: 38 significant digits, a magnitude from 1E-130 to 9.9E+125, maps and lists
 * nested at most 30 deep.
 */
public final class Attributes {

    private static final Attributes EMPTY = new Attributes(Map.of());

    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = values;
    }

    /** The payload without any attribute. */
    public static Attributes empty() {
        return EMPTY;
    }

    /**
     * Returns the payload with a copy of these values; fails with {@link InvalidValueException}, which says where and by
     * which rule, but shows neither values nor names: {@code attributes{2:5}[0]} is the first element of the list that is
     * the third attribute given, the one whose name has five characters.
     */
    public static Attributes of(Map<String, ?> values) {
        return values.isEmpty() ? EMPTY : new Attributes(CanonicalValues.of(values));
    }

    /** The values, in the order in which they were given; unmodifiable at every level. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** Tells whether there is an attribute of that name, be its value null. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * Returns the text of that name; fails with {@link InvalidValueException}, which repeats the name, when it is absent or
     * no text.
     */
    public String text(String name) {
        return require(name, String.class, "a text");
    }

    /**
     * Returns the number of that name; fails with {@link InvalidValueException}, which repeats the name, when it is absent
     * or no number.
     */
    public BigDecimal number(String name) {
        return require(name, BigDecimal.class, "a number");
    }

    /** Tells whether there are no attributes. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    private <T> T require(String name, Class<T> kind, String described) {
        Object value = values.get(requireNonNull(name, "name"));
        if (!kind.isInstance(value)) {
            throw InvalidValueException.hidden("attributes." + name, "must be " + described);
        }
        return kind.cast(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Says how many attributes there are, not what they hold. */
    @Override
    public String toString() {
        return "Attributes[%d]".formatted(values.size());
    }
}
