/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.Map;
import java.util.TreeMap;

/**
 * What groups of threads used: those whose names differ in a number alone are one group.
 *
 * @param cpuByGroup CPU in nanoseconds
 * @param bytes allocated by all of them together
 */
public record Usage(Map<String, Long> cpuByGroup, long bytes) {

    /** Nothing. */
    public static final Usage NONE = new Usage(Map.of(), 0);

    /** Copies the map. */
    public Usage {
        cpuByGroup = Map.copyOf(cpuByGroup);
    }

    /** CPU of all groups. */
    public long cpuNanos() {
        return cpuByGroup.values().stream().mapToLong(Long::longValue).sum();
    }

    Usage plus(Usage other) {
        Map<String, Long> sum = new TreeMap<>(cpuByGroup);
        other.cpuByGroup.forEach((group, cpu) -> sum.merge(group, cpu, Long::sum));
        return new Usage(sum, bytes + other.bytes);
    }

    Usage less(Usage other) {
        Map<String, Long> difference = new TreeMap<>(cpuByGroup);
        other.cpuByGroup.forEach((group, cpu) -> difference.merge(group, -cpu, Long::sum));
        return new Usage(difference, bytes - other.bytes);
    }
}
