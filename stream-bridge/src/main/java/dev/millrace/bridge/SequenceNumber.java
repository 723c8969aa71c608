/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;

/**
 * A place in a shard: that of one record, or {@link #SHARD_END}, the place after the last one.
 *
 * @param text the stream's name for it; not empty
 */
public record SequenceNumber(String text) {

    /** The place after the last record of a shard that will never have another one. */
    public static final SequenceNumber SHARD_END = new SequenceNumber("SHARD_END");

    /** The place of what has none; never saved. */
    static final SequenceNumber NONE = new SequenceNumber("NONE");

    /** Validates the text; fails with {@link InvalidValueException}. */
    public SequenceNumber {
        if (requireNonNull(text, "text").isEmpty()) {
            throw new InvalidValueException("sequence number", text, "must not be empty");
        }
    }

    /** Returns the sequence number with that text; fails with {@link InvalidValueException}. */
    public static SequenceNumber of(String text) {
        return new SequenceNumber(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
