/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what the Java threads of this JVM have used so far. Compiler and collector are not among them; a thread that ends
 * between two readings takes with it what it used since the first.
 */
final class ThreadMeter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<Long, Reading> before = read();

    private record Reading(String group, long cpuNanos, long bytes) {}

    /** What was used since this meter was made. */
    Usage used() {
        Map<String, Long> cpu = new HashMap<>();
        long bytes = 0;
        for (Map.Entry<Long, Reading> entry : read().entrySet()) {
            Reading now = entry.getValue();
            Reading then = before.getOrDefault(entry.getKey(), new Reading(now.group, 0, 0));
            cpu.merge(now.group, now.cpuNanos - then.cpuNanos, Long::sum);
            bytes += now.bytes - then.bytes;
        }
        return new Usage(cpu, bytes);
    }

    private static Map<Long, Reading> read() {
        long[] ids = THREADS.getAllThreadIds();
        ThreadInfo[] infos = THREADS.getThreadInfo(ids);
        long[] cpu = THREADS.getThreadCpuTime(ids);
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Reading> readings = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && cpu[i] >= 0) {
                readings.put(ids[i], new Reading(group(infos[i].getThreadName()), cpu[i], bytes[i]));
            }
        }
        return readings;
    }

    private static String group(String thread) {
        return thread.replaceAll("[0-9]+", "N");
    }
}
