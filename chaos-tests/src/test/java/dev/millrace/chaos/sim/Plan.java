/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import java.util.HashSet;
import java.util.Set;

/**
 * What decides everything in a run.
 *
 * @param seed the chance
 * @param leftOut faults that do not happen, by name or by name and number
 * @param sabotage the bug on purpose
 */
record Plan(long seed, Set<String> leftOut, Sabotage sabotage) {

    /** What DynamoDB's stream promises not to do, and what the bridge therefore does not mend. */
    static final Set<String> NOT_IN_THIS_WORLD = Set.of(Trouble.STREAM_SWAPS.name(), Trouble.STREAM_DROPS.name());

    static Plan of(long seed) {
        return new Plan(seed, NOT_IN_THIS_WORLD, Sabotage.NONE);
    }

    Plan with(Sabotage newSabotage) {
        return new Plan(seed, leftOut, newSabotage);
    }

    Plan without(String fault) {
        Set<String> more = new HashSet<>(leftOut);
        more.add(fault);
        return new Plan(seed, more, sabotage);
    }
}
