/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;

/**
 * Names a shard of a stream: a sequence of records that one worker at a time reads in order.
 *
 * @param text the stream's name for it; not empty
 */
public record ShardId(String text) {

    /** Validates the text; fails with {@link InvalidValueException}. */
    public ShardId {
        if (requireNonNull(text, "text").isEmpty()) {
            throw new InvalidValueException("shard id", text, "must not be empty");
        }
    }

    /** Returns the id with that text; fails with {@link InvalidValueException}. */
    public static ShardId of(String text) {
        return new ShardId(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
