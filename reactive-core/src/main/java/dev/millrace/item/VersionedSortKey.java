/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

/**
 * The sort key of one recorded command: {@code sort#v} and the version in ten digits, so that text order is version
 * order and the newest version is one reverse query.
 *
 * @param sort the item's sort key
 * @param version which version of the item
 */
public record VersionedSortKey(SortKey sort, Version version) {

    private static final String MARK = "#v";
    private static final int DIGITS = 10;

    /** How many bytes a version adds to a sort key. */
    static final int SUFFIX_LENGTH = MARK.length() + DIGITS;

    /** Refuses null. */
    public VersionedSortKey {
        requireNonNull(sort, "sort");
        requireNonNull(version, "version");
    }

    /** Reads a key back from its {@link #text()}; fails with {@link InvalidValueException}. */
    public static VersionedSortKey parse(String text) {
        int mark = requireNonNull(text, "text").length() - SUFFIX_LENGTH;
        if (!isVersioned(text)) {
            throw new InvalidValueException("versioned sort key", text, "must end with #v and ten digits");
        }
        long version = Long.parseLong(text, mark + MARK.length(), text.length(), 10);
        return new VersionedSortKey(SortKey.of(text.substring(0, mark)), Version.of(version));
    }

    /** Tells whether a text ends the way only versioned sort keys do. */
    static boolean isVersioned(String text) {
        int mark = text.length() - SUFFIX_LENGTH;
        return mark >= 1 && text.startsWith(MARK, mark) && endsWithDigits(text);
    }

    private static boolean endsWithDigits(String text) {
        return text.chars().skip(text.length() - (long) DIGITS).allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /** The key as it stands in the command table. */
    public String text() {
        String digits = Long.toString(version.value());
        return sort.text() + MARK + "0".repeat(DIGITS - digits.length()) + digits;
    }

    @Override
    public String toString() {
        return text();
    }
}
