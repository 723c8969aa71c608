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

    static Plan of(long seed) {
        return new Plan(seed, Set.of(), Sabotage.NONE);
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
