/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Says how long to wait before trying again: doubling, capped, and spread so that lanes do not return all at once. */
final class Backoff {

    private static final int MOST_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;

    /** Creates a backoff; the random numbers are from 0 to 1. */
    Backoff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The pause after so many failed attempts, at least 1: between half and all of what the attempts have earned. */
    Duration after(int attempts) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        Duration earned = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofNanos((long) (earned.toNanos() * (1 - random.getAsDouble() / 2)));
    }
}
