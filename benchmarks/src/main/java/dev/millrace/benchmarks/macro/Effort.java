/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

/**
 * How much is measured.
 *
 * @param pairs how many pairs of blocks a comparison has
 * @param share which share of a full run's operations a block has
 */
public record Effort(int pairs, double share) {

    /** Enough to believe the figures. */
    public static final Effort FULL = new Effort(8, 1);

    /** Enough to see that everything runs and that the counts are right; its times mean nothing. */
    public static final Effort SMOKE = new Effort(2, 0.05);

    /** So many operations of so many in a full run; at least one. */
    public int of(int operations) {
        return (int) Math.max(1, operations * share);
    }
}
