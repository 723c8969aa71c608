/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/**
 * How often commands that expect the latest version are tried while others get in between.
 *
 * @param attempts the most
 * @param backoff the longest pause before the second of them; it doubles with each
 */
record Races(int attempts, Duration backoff) {

    /** A shift beyond this would only overflow; the pause is far past any use by then. */
    private static final int MOST_DOUBLINGS = 16;

    static Races in(CommandOptions options) {
        return new Races(options.latestAttempts(), options.latestBackoff());
    }

    /** Tells whether so many lost ones leave no further attempt. */
    boolean areOver(int lost) {
        return lost >= attempts;
    }

    /** Ends after anything up to the longest pause: those who lost together must not come back together. */
    Mono<Long> pauseAfter(int lost) {
        return Mono.defer(() -> {
            long longest = backoff.toNanos() << Math.min(lost, MOST_DOUBLINGS);
            return Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1)));
        });
    }
}
