/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when figures were found: without it they mean nothing.
 *
 * @param time when the run began
 * @param commit of the code; empty if it is not known
 * @param effort how much was measured, for example {@code full}
 * @param processors how many there are
 * @param memoryMegabytes of the machine
 * @param system the operating system
 * @param java the JVM
 * @param heapMegabytes of the measuring JVM
 * @param loadBefore the load average of the minute before
 * @param loadAfter the load average at the end
 * @param quietMillis how long the noise meter's arithmetic took at its shortest
 */
public record Machine(
        Instant time,
        String commit,
        String effort,
        int processors,
        long memoryMegabytes,
        String system,
        String java,
        long heapMegabytes,
        double loadBefore,
        double loadAfter,
        double quietMillis) {

    private static final long MEGABYTE = 1L << 20;

    /** Looks at this machine before a run. */
    public static Machine here(String effort) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("millrace.commit", ""),
                effort,
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / MEGABYTE,
                "%s %s".formatted(system.getName(), system.getArch()),
                "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.version")),
                Runtime.getRuntime().maxMemory() / MEGABYTE,
                system.getSystemLoadAverage(),
                0,
                0);
    }

    /** The same after the run. */
    public Machine after(double newQuietMillis) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Machine(
                time,
                commit,
                effort,
                processors,
                memoryMegabytes,
                system,
                java,
                heapMegabytes,
                loadBefore,
                load,
                newQuietMillis);
    }
}
