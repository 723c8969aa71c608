/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An item's identity within its partition, for example an order number.
 *
 * <p>May have several segments, separated by {@code #}; none of them is empty, and none after the first begins with
 * {@code v} and a digit, since that is how a {@link VersionedSortKey} names a version.
 *
 * @param text the key as it stands in the data table
 */
public record SortKey(String text) implements Comparable<SortKey> {

    private static final Pattern EMPTY_SEGMENT = Pattern.compile("^#|##|#$");
    private static final Pattern VERSION_SEGMENT = Pattern.compile("#v[0-9]");
    private static final int LONGEST = KeyRules.SORT_KEY_BYTES - VersionedSortKey.SUFFIX_LENGTH;

    /** Validates the text; fails with {@link InvalidValueException}. */
    public SortKey {
        KeyRules.requireVisible("sort key", requireNonNull(text, "text"));
        if (text.indexOf(KeyRules.SEPARATOR) >= 0) {
            requireSegments(text);
        }
        KeyRules.requireAtMost(LONGEST, "sort key", text);
    }

    private static void requireSegments(String text) {
        if (EMPTY_SEGMENT.matcher(text).find()) {
            throw new InvalidValueException("sort key", text, "must not have an empty segment");
        }
        if (VERSION_SEGMENT.matcher(text).find()) {
            throw new InvalidValueException("sort key", text, "must not contain #v and a digit, which marks a version");
        }
    }

    /** Returns the key with that text; fails with {@link InvalidValueException}. */
    public static SortKey of(String text) {
        return new SortKey(text);
    }

    /** The key under which the command table keeps that version of the item. */
    public VersionedSortKey at(Version version) {
        return new VersionedSortKey(this, version);
    }

    /** Compares as the tables do, by the bytes of UTF-8. */
    @Override
    public int compareTo(SortKey other) {
        return Arrays.compareUnsigned(text.getBytes(UTF_8), other.text.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return text;
    }
}
