/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/**
 * How fast a repair reads the command table.
 *
 * @param segments how many of the {@link CommandTable#PARTS} parts of the table are read side by side; default 4
 * @param pause how long reading one of them rests after a page of up to 1 MB, which costs 256 read units; default 100 ms
 */
public record RepairOptions(int segments, Duration pause) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public RepairOptions {
        Checks.requireAtLeastOne("segments", segments);
        Checks.requireNotNegative("pause", pause);
    }

    /** The defaults. */
    public static RepairOptions defaults() {
        return new RepairOptions(4, Duration.ofMillis(100));
    }

    /** The same options with another number of segments. */
    public RepairOptions withSegments(int newSegments) {
        return new RepairOptions(newSegments, pause);
    }

    /** The same options with another pause. */
    public RepairOptions withPause(Duration newPause) {
        return new RepairOptions(segments, newPause);
    }
}
