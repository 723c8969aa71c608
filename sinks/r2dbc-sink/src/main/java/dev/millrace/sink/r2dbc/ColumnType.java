/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import dev.millrace.item.InvalidValueException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What a column holds. A value is stored exactly, or its change is refused: nothing is rounded or cut.
 *
 * @param <T> the values it is given
 */
public final class ColumnType<T> {

    /** What a dialect has to know of a type. */
    enum Kind {
        TEXT,
        INTEGER,
        NUMERIC,
        BOOLEAN,
        TIMESTAMP,
        DATE,
        UUID,
        JSON,
        BINARY
    }

    /** The length of a text that has no bound. */
    static final int UNBOUNDED = 0;

    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_DIGITS = 38;

    private final Kind kind;
    private final int size;
    private final int scale;
    private final T blank;
    private final UnaryOperator<T> exact;

    private ColumnType(Kind kind, int size, int scale, T blank, UnaryOperator<T> exact) {
        this.kind = kind;
        this.size = size;
        this.scale = scale;
        this.blank = blank;
        this.exact = exact;
    }

    private static <T> ColumnType<T> of(Kind kind, T blank) {
        return new ColumnType<>(kind, UNBOUNDED, 0, blank, UnaryOperator.identity());
    }

    /** Text of any length: {@code text} or {@code longtext}. */
    public static ColumnType<String> text() {
        return of(Kind.TEXT, "");
    }

    /** Text of at most so many characters, 1 to 10,000: {@code varchar(n)}. */
    public static ColumnType<String> text(int longest) {
        requireRange("longest", longest, 1, LONGEST_TEXT);
        return new ColumnType<>(Kind.TEXT, longest, 0, "", UnaryOperator.identity());
    }

    /** A whole number of 64 bits: {@code bigint}. */
    public static ColumnType<Long> integer() {
        return of(Kind.INTEGER, 0L);
    }

    /**
     * A decimal number: {@code numeric(digits, scale)} or {@code decimal(digits, scale)}.
     *
     * @param digits how many digits it has at most, 1 to 38
     * @param scale how many of them come after the point; a number with more is refused
     */
    public static ColumnType<BigDecimal> numeric(int digits, int scale) {
        requireRange("digits", digits, 1, MOST_DIGITS);
        requireRange("scale", scale, 0, digits);
        return new ColumnType<>(Kind.NUMERIC, digits, scale, BigDecimal.ZERO, value -> exact(value, scale));
    }

    private static BigDecimal exact(BigDecimal value, int scale) {
        if (value.stripTrailingZeros().scale() > scale) {
            throw InvalidValueException.hidden(
                    "number", "must have at most %d digits after its point".formatted(scale));
        }
        return value;
    }

    /** True or false: {@code boolean}. */
    public static ColumnType<Boolean> bool() {
        return of(Kind.BOOLEAN, false);
    }

    /** A moment, in milliseconds: {@code timestamptz}, or {@code datetime(3)} in UTC. */
    public static ColumnType<Instant> timestamp() {
        return of(Kind.TIMESTAMP, Instant.EPOCH);
    }

    /** A day of the calendar: {@code date}. */
    public static ColumnType<LocalDate> date() {
        return of(Kind.DATE, LocalDate.EPOCH);
    }

    /** A UUID: {@code uuid}, or {@code char(36)}. */
    public static ColumnType<UUID> uuid() {
        return of(Kind.UUID, new UUID(0, 0));
    }

    /** A tree of values, as {@code AttributesJson} of change-wire writes it: {@code jsonb} or {@code json}. */
    public static ColumnType<Attributes> json() {
        return of(Kind.JSON, Attributes.empty());
    }

    /** Bytes: {@code bytea} or {@code longblob}. */
    public static ColumnType<Binary> binary() {
        return of(Kind.BINARY, Binary.of(new byte[0]));
    }

    private static void requireRange(String what, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new InvalidValueException(
                    what, Integer.toString(value), "must be from %d to %d".formatted(lowest, highest));
        }
    }

    Kind kind() {
        return kind;
    }

    /** The most characters of a text, or digits of a number. */
    int size() {
        return size;
    }

    int scale() {
        return scale;
    }

    /** What a column that may not be null holds in the row of a deleted item. */
    T blank() {
        return blank;
    }

    /** Returns the value; fails with {@link InvalidValueException} when the column could only hold something near it. */
    T exact(T value) {
        return exact.apply(requireNonNull(value, "value"));
    }
}
