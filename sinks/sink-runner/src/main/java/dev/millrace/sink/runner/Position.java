/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;

/**
 * Where a delivery stands in what it was read from.
 *
 * @param topic the log it is on
 * @param partition the part of the log, from 0
 * @param offset its place in that part, from 0
 */
public record Position(String topic, int partition, long offset) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public Position {
        requireNonNull(topic, "topic");
        if (partition < 0) {
            throw new InvalidValueException("partition", Integer.toString(partition), "must not be negative");
        }
        if (offset < 0) {
            throw new InvalidValueException("offset", Long.toString(offset), "must not be negative");
        }
    }

    /** The position in one text: {@code topic-partition@offset}. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
