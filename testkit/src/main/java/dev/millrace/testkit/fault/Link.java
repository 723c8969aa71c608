/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/**
 * How the road between a client and a server is, as a {@link FaultProxy} plays it.
 *
 * @param latency how much later everything arrives, in each direction; default none
 * @param bytesPerSecond how much gets through, in each direction of each connection; default {@link #UNLIMITED}
 * @param requests whether what the client sends gets through; what does not waits, as it does in a network; default true
 * @param answers whether what the server sends gets through; default true
 * @param refusing whether connections are reset as soon as they are made, and those that were open; default false
 * @param bytesUntilReset how many bytes each connection may carry from now on, both directions together, before it is
 *     reset; default {@link #UNLIMITED}
 */
public record Link(
        Duration latency,
        long bytesPerSecond,
        boolean requests,
        boolean answers,
        boolean refusing,
        long bytesUntilReset) {

    /** No bound. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final Link HEALTHY = new Link(Duration.ZERO, UNLIMITED, true, true, false, UNLIMITED);

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public Link {
        if (requireNonNull(latency, "latency").isNegative()) {
            throw new InvalidValueException("latency", latency.toString(), "must not be negative");
        }
        requireAtLeast(1, "bytesPerSecond", bytesPerSecond);
        requireAtLeast(0, "bytesUntilReset", bytesUntilReset);
    }

    /** A road on which nothing is wrong. */
    public static Link healthy() {
        return HEALTHY;
    }

    /** A black hole: nothing arrives, nobody is told. */
    public static Link blackHole() {
        return HEALTHY.withoutRequests().withoutAnswers();
    }

    /** Nobody listens: every connection is reset. */
    public static Link refused() {
        return new Link(Duration.ZERO, UNLIMITED, true, true, true, UNLIMITED);
    }

    /** The same road, a longer one. */
    public Link withLatency(Duration newLatency) {
        return new Link(newLatency, bytesPerSecond, requests, answers, refusing, bytesUntilReset);
    }

    /** The same road, a narrower one. */
    public Link withBytesPerSecond(long newBytesPerSecond) {
        return new Link(latency, newBytesPerSecond, requests, answers, refusing, bytesUntilReset);
    }

    /** The same road on which nothing gets from the client to the server. */
    public Link withoutRequests() {
        return new Link(latency, bytesPerSecond, false, answers, refusing, bytesUntilReset);
    }

    /** The same road on which nothing gets from the server to the client. */
    public Link withoutAnswers() {
        return new Link(latency, bytesPerSecond, requests, false, refusing, bytesUntilReset);
    }

    /** The same road, on which each connection breaks after so many more bytes. */
    public Link withResetAfter(long bytes) {
        return new Link(latency, bytesPerSecond, requests, answers, refusing, bytes);
    }

    private static void requireAtLeast(long least, String what, long value) {
        if (value < least) {
            throw new InvalidValueException(what, Long.toString(value), "must be at least " + least);
        }
    }
}
