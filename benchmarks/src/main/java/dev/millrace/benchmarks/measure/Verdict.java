/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

/** What a figure says about its target. */
public enum Verdict {
    /** The median reaches the target. */
    MET,
    /** The median misses the target, the floor may hold. */
    SHORT,
    /** Even the better end of the interval misses the floor. */
    FAILED,
    /** The machine was too noisy to tell. */
    INCONCLUSIVE,
    /** There is no target: the figure is there to be read. */
    REPORTED
}
