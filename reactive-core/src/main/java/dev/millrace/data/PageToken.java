/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.SortKey;
import java.util.Base64;

/**
 * Where the next page begins. Opaque: a client keeps it and hands it back. It names a place within a partition, never
 * the partition, so that it opens nothing.
 *
 * @param text safe in a URL; empty for {@link #START}
 */
public record PageToken(String text) {

    /** The first page. */
    public static final PageToken START = new PageToken("");

    private static final String FORMAT = "1:";

    /** Validates the text; fails with {@link InvalidValueException}. */
    public PageToken {
        if (!requireNonNull(text, "text").isEmpty()) {
            decode(text);
        }
    }

    /** The token for the page after that item. */
    static PageToken after(SortKey last) {
        byte[] bytes = (FORMAT + last.text()).getBytes(UTF_8);
        return new PageToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Tells whether this is the first page. */
    public boolean isStart() {
        return text.isEmpty();
    }

    /** The last sort key of the page before; not for the first page. */
    SortKey last() {
        return decode(text);
    }

    private static SortKey decode(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            if (decoded.startsWith(FORMAT)) {
                return SortKey.of(decoded.substring(FORMAT.length()));
            }
        } catch (IllegalArgumentException | InvalidValueException e) {
            throw new InvalidValueException("page token", text, "is not one that a page gave");
        }
        throw new InvalidValueException("page token", text, "is not one that a page gave");
    }
}
