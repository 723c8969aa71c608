/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.context.TenantGuard;
import dev.millrace.item.InvalidValueException;
import java.time.Clock;
import java.time.Duration;

/**
 * How a {@link CommandService} works.
 *
 * @param guard who may write whose items; default {@link TenantGuard#standard()}
 * @param clock where the time comes from; default UTC
 * @param cacheBytes how much memory the cache of recorded commands may take, in bytes; 0 switches it off; default 16 MiB
 * @param latestAttempts how often a command that expects {@code latest} is tried when other writers get in between;
 *     default 10
 * @param latestBackoff the longest pause before the second of these attempts; it doubles with each; default 5 ms
 * @param expiry how long the rows of a version stay that names no moment itself; default for ever
 */
public record CommandOptions(
        TenantGuard guard,
        Clock clock,
        long cacheBytes,
        int latestAttempts,
        Duration latestBackoff,
        ExpiryPolicy expiry) {

    private static final long DEFAULT_CACHE_BYTES = 16L << 20;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public CommandOptions {
        requireNonNull(guard, "guard");
        requireNonNull(clock, "clock");
        requireNonNull(expiry, "expiry");
        if (cacheBytes < 0) {
            throw new InvalidValueException("cacheBytes", Long.toString(cacheBytes), "must not be negative");
        }
        if (latestAttempts < 1) {
            throw new InvalidValueException("latestAttempts", Integer.toString(latestAttempts), "must be at least 1");
        }
        if (latestBackoff.isNegative()) {
            throw new InvalidValueException("latestBackoff", latestBackoff.toString(), "must not be negative");
        }
    }

    /** The defaults. */
    public static CommandOptions defaults() {
        return new CommandOptions(
                TenantGuard.standard(),
                Clock.systemUTC(),
                DEFAULT_CACHE_BYTES,
                10,
                Duration.ofMillis(5),
                ExpiryPolicy.never());
    }

    /** The same options with another guard. */
    public CommandOptions withGuard(TenantGuard newGuard) {
        return new CommandOptions(newGuard, clock, cacheBytes, latestAttempts, latestBackoff, expiry);
    }

    /** The same options with another clock. */
    public CommandOptions withClock(Clock newClock) {
        return new CommandOptions(guard, newClock, cacheBytes, latestAttempts, latestBackoff, expiry);
    }

    /** The same options with a cache of another size; 0 for none. */
    public CommandOptions withCacheBytes(long newCacheBytes) {
        return new CommandOptions(guard, clock, newCacheBytes, latestAttempts, latestBackoff, expiry);
    }

    /** The same options with another bound for commands that expect {@code latest}. */
    public CommandOptions withLatestAttempts(int newLatestAttempts) {
        return new CommandOptions(guard, clock, cacheBytes, newLatestAttempts, latestBackoff, expiry);
    }

    /** The same options with a policy that lets rows expire. */
    public CommandOptions withExpiry(ExpiryPolicy newExpiry) {
        return new CommandOptions(guard, clock, cacheBytes, latestAttempts, latestBackoff, newExpiry);
    }
}
