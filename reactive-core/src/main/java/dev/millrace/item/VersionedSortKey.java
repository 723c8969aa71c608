/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

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

    /** What stands between a sort key and a version's digits, by how many digits are missing. */
    private static final String[] PADDED_MARKS = paddedMarks();

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
        for (int i = text.length() - DIGITS; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The key as it stands in the command table. */
    public String text() {
        return sort.text() + PADDED_MARKS[missingDigits(version.value())] + version.value();
    }

    private static int missingDigits(long version) {
        int missing = DIGITS - 1;
        for (long rest = version / 10; rest > 0; rest /= 10) {
            missing--;
        }
        return missing;
    }

    private static String[] paddedMarks() {
        String[] marks = new String[DIGITS];
        Arrays.setAll(marks, missing -> MARK + "0".repeat(missing));
        return marks;
    }

    @Override
    public String toString() {
        return text();
    }
}
