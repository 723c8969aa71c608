/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.change.ChangeRecord;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The port to a command table that is read whole, in segments: each item, deleted ones too, is in one of them, its
 * versions one after the other. Segments may be read side by side and stay the same as long as their number does.
 */
public interface RecordedItems {

    /** Where a segment begins. */
    String BEGINNING = "";

    /**
     * Emits what comes next in a segment: all that was recorded before the segment's first slice was asked for, and maybe
     * some of what was recorded since. Nothing happens before subscription. Fails with a
     * {@link dev.millrace.MillraceException}.
     *
     * @param segment which, from 0
     * @param segments how many there are, at least 1
     * @param place {@link #BEGINNING}, or {@link Slice#next} of the slice before
     * @param limit at most so many rows, at least 1
     */
    Mono<Slice> read(int segment, int segments, String place, int limit);

    /**
     * Some rows of a segment.
     *
     * @param changes what they tell, in their order; large payloads as their pointers
     * @param count how many rows were read for that; more than there are changes if some tell nothing
     * @param next the place of what comes then, in a form of the table's own; empty if nothing does
     */
    record Slice(List<ChangeRecord> changes, int count, String next) {

        /** Copies the list. */
        public Slice {
            changes = List.copyOf(changes);
        }

        boolean isLast() {
            return next.isEmpty();
        }
    }
}
