/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.chaos.sim.Simulation.Result;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes a bad run as short as it gets: leaves out whatever fault it is bad without. */
final class Shrinking {

    private Shrinking() {}

    /** Returns a run that breaks one of the same invariants with as few faults as can be found. */
    static Result of(Result bad) {
        Set<String> invariants = new LinkedHashSet<>(invariants(bad));
        Result smallest = bad;
        for (String fault : kinds(bad.happened())) {
            smallest = leaveOut(fault, smallest, invariants);
        }
        for (String once : smallest.happened()) {
            smallest = leaveOut(once, smallest, invariants);
        }
        return smallest;
    }

    private static Result leaveOut(String fault, Result smallest, Set<String> invariants) {
        Result without = Simulation.run(smallest.plan().without(fault));
        return invariants(without).stream().anyMatch(invariants::contains) ? without : smallest;
    }

    private static List<String> invariants(Result result) {
        return result.violations().stream()
                .map(found -> found.substring(0, found.indexOf(':')))
                .distinct()
                .toList();
    }

    private static List<String> kinds(List<String> happened) {
        return happened.stream()
                .map(fault -> fault.substring(0, fault.indexOf('#')))
                .distinct()
                .toList();
    }

    /** What to read when a seed fails. */
    static String report(Result bad) {
        Result smallest = of(bad);
        return "seed %d: %s%nwith as few faults as possible, %s:%n%s%n%n%s"
                .formatted(
                        bad.plan().seed(),
                        bad.violations(),
                        smallest.happened(),
                        String.join(System.lineSeparator(), smallest.violations()),
                        smallest.history());
    }
}
