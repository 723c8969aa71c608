/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

/**
 * What a rebuild has done, those runs included that ended early.
 *
 * @param rows rows of the command table that were read
 * @param applied changes that the sink wrote
 * @param stale changes that the sink held already, in that version or a later one
 * @param refused changes that the sink can never take; each is named in a line of the log
 */
public record RebuildCounts(long rows, long applied, long stale, long refused) {

    /** Nothing done. */
    public static final RebuildCounts NONE = new RebuildCounts(0, 0, 0, 0);

    /** The sums of both. */
    public RebuildCounts plus(RebuildCounts other) {
        return new RebuildCounts(
                rows + other.rows, applied + other.applied, stale + other.stale, refused + other.refused);
    }
}
