/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static java.util.Objects.requireNonNull;

/**
 * How far a rebuild has come in one segment.
 *
 * @param number which segment, from 0
 * @param place where it goes on, {@link RecordedItems#BEGINNING} to begin
 * @param isDone whether nothing is left of the segment
 * @param counts what was done so far
 */
public record SegmentProgress(int number, String place, boolean isDone, RebuildCounts counts) {

    /** Refuses null. */
    public SegmentProgress {
        requireNonNull(place, "place");
        requireNonNull(counts, "counts");
    }

    /** A segment of which nothing has been done. */
    public static SegmentProgress untouched(int number) {
        return new SegmentProgress(number, RecordedItems.BEGINNING, false, RebuildCounts.NONE);
    }

    SegmentProgress after(RecordedItems.Slice rows, RebuildCounts done) {
        return new SegmentProgress(number, rows.next(), rows.isLast(), counts.plus(done));
    }
}
