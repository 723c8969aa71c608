/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again until there is something to see. */
final class Waiting {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Waiting() {}

    /** Returns what the look finds at last; fails if that takes too long, or when interrupted. */
    static <T> T until(String what, Duration patience, Supplier<Optional<T>> look) {
        return within(patience, look)
                .orElseThrow(() -> new IllegalStateException("not within %s: %s".formatted(patience, what)));
    }

    /** Tells whether it holds in time; fails when interrupted. */
    static boolean isTrueWithin(Duration patience, BooleanSupplier condition) {
        return within(patience, () -> Optional.of(condition).filter(BooleanSupplier::getAsBoolean))
                .isPresent();
    }

    private static <T> Optional<T> within(Duration patience, Supplier<Optional<T>> look) {
        long begin = System.nanoTime();
        Optional<T> found = look.get();
        while (found.isEmpty() && System.nanoTime() - begin < patience.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            if (Thread.interrupted()) {
                throw new IllegalStateException("the question was given up");
            }
            found = look.get();
        }
        return found;
    }
}
