/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.concurrent.Semaphore;

/**
 * So many operations under way at once, for operations that take a microsecond: nothing but a semaphore between one and
 * the next.
 *
 * @param size how many may be under way
 * @param operation begins one and sees to it that the callback is called when it ends
 */
public record Window(int size, Operation operation) implements Arm {

    /** Something that ends later. */
    @FunctionalInterface
    public interface Operation {

        /** Begins the operation of that number, from 0 in each block. */
        void begin(long number, Runnable ended);
    }

    @Override
    public void run(long operations) {
        Semaphore free = new Semaphore(size);
        for (long number = 0; number < operations; number++) {
            free.acquireUninterruptibly();
            operation.begin(number, free::release);
        }
        free.acquireUninterruptibly(size);
    }
}
