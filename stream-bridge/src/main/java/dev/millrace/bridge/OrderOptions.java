/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/**
 * How a bridge keeps the versions of an item in order, whatever the stream does.
 *
 * @param memoryBytes how much a worker remembers of what it has carried, about 250 bytes an item; default 32 MiB, which
 *     is some 120,000 items; the half of them that came last is remembered for certain. An item that was forgotten is met
 *     for the first time again
 * @param lookBack how much later than its successor a change may come out of the stream. When an item is met for the
 *     first time at a version beyond 1, the versions that were recorded within this time before are read from the command
 *     table and published first, again if need be; older ones count as carried. The price is one consistent read for each
 *     item met; 0 believes the stream and reads nothing; default 5 s
 * @param maxHealing how many items a worker heals at once, the others wait; default 8
 */
public record OrderOptions(long memoryBytes, Duration lookBack, int maxHealing) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public OrderOptions {
        Checks.requireAtLeastOne("memoryBytes", memoryBytes);
        Checks.requireNotNegative("lookBack", lookBack);
        Checks.requireAtLeastOne("maxHealing", maxHealing);
    }

    /** The defaults. */
    public static OrderOptions defaults() {
        return new OrderOptions(32L << 20, Duration.ofSeconds(5), 8);
    }

    /** The same options with another memory. */
    public OrderOptions withMemoryBytes(long bytes) {
        return new OrderOptions(bytes, lookBack, maxHealing);
    }

    /** The same options with another look-back. */
    public OrderOptions withLookBack(Duration time) {
        return new OrderOptions(memoryBytes, time, maxHealing);
    }

    /** The same options with another bound on items healed at once. */
    public OrderOptions withMaxHealing(int items) {
        return new OrderOptions(memoryBytes, lookBack, items);
    }
}
