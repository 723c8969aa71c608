/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import java.util.concurrent.atomic.AtomicLong;

/** The time between the first acknowledgement and the last, whatever came before and after. */
final class FirstToLast {

    private final AtomicLong first = new AtomicLong();
    private volatile long last;

    void acknowledged() {
        long now = System.nanoTime();
        if (first.get() == 0) {
            first.compareAndSet(0, now);
        }
        last = now;
    }

    long nanos() {
        return last - first.get();
    }
}
