/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * So many operations under way at once, for operations that take a microsecond: nothing but a semaphore between one and
 * the next.
 *
 * @param size how many may be under way
 * @param operation begins one and sees to it that its end is told
 */
public record Window(int size, Operation operation) implements Arm {

    /** Something that ends later. */
    @FunctionalInterface
    public interface Operation {

        /** Begins the operation of that number, from 0 in each block. */
        void begin(long number, End end);
    }

    /** To be told of an end. */
    @FunctionalInterface
    public interface End {

        /** The operation has ended, badly if there is a failure. */
        void told(@Nullable Throwable failure);
    }

    @Override
    public void run(long operations) {
        Semaphore free = new Semaphore(size);
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        End end = failure -> {
            if (failure != null) {
                first.compareAndSet(null, failure);
            }
            free.release();
        };
        for (long number = 0; number < operations; number++) {
            free.acquireUninterruptibly();
            operation.begin(number, end);
        }
        free.acquireUninterruptibly(size);
        Throwable failure = first.get();
        if (failure != null) {
            throw new IllegalStateException("an operation failed", failure);
        }
    }
}
