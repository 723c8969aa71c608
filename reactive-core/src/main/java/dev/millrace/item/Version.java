/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

/**
 * How often an item has been written: 1, 2, 3 …; 0 means "not yet".
 *
 * @param value the count, from 0 to 9,999,999,999 (ten digits, so that keys sort for ever)
 */
public record Version(long value) implements Comparable<Version> {

    /** The highest version an item can reach. */
    public static final long MAX = 9_999_999_999L;

    /** The version of an item that was never written. */
    public static final Version NONE = new Version(0);

    /** The version that the first command of an item records. */
    public static final Version FIRST = new Version(1);

    /** Validates the range; fails with {@link InvalidValueException}. */
    public Version {
        if (value < 0 || value > MAX) {
            throw new InvalidValueException("version", Long.toString(value), "must be from 0 to " + MAX);
        }
    }

    /** Returns that version; fails with {@link InvalidValueException}. */
    public static Version of(long value) {
        return value == 0 ? NONE : value == 1 ? FIRST : new Version(value);
    }

    /** The version that the next command records. */
    public Version next() {
        return of(value + 1);
    }

    /** Tells whether this is a later version than the other. */
    public boolean isAfter(Version other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Version other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
