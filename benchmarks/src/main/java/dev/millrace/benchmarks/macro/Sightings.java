/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the numbered changes have been seen on a topic, and what of it came behind a line: the end of the topic at some
 * moment. For several threads.
 */
final class Sightings {

    private final BitSet seen = new BitSet();
    private Map<Integer, Long> line = Map.of();
    private Optional<Long> firstNew = Optional.empty();
    private int repeated;

    /** Draws the line: behind it is what has one of these offsets or a later one, by partition. */
    synchronized void drawLine(Map<Integer, Long> ends) {
        line = Map.copyOf(ends);
        firstNew = Optional.empty();
        repeated = 0;
    }

    /** A change was seen at that place, at that time. */
    synchronized void saw(int number, int partition, long offset, long nanos) {
        boolean isBehindTheLine = offset >= line.getOrDefault(partition, Long.MAX_VALUE);
        boolean isNew = !seen.get(number);
        seen.set(number);
        if (isBehindTheLine && isNew && firstNew.isEmpty()) {
            firstNew = Optional.of(nanos);
        } else if (isBehindTheLine && !isNew) {
            repeated++;
        }
    }

    /** How many different changes were seen. */
    synchronized int distinct() {
        return seen.cardinality();
    }

    /** When the first change was seen behind the line that had not been seen before; empty if there is none yet. */
    synchronized Optional<Long> firstNew() {
        return firstNew;
    }

    /** How often a change was seen behind the line that had been seen before. */
    synchronized int repeated() {
        return repeated;
    }
}
