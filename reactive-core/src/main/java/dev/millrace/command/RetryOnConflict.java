/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.MillraceException;
import java.time.Duration;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * For {@code retryWhen}: subscribes again when another command was first, so that what is upstream reads and applies
 * anew. It helps only where the reading is upstream:
 *
 * <pre>{@code
 * data.getItem(key)
 *         .flatMap(item -> commands.publishAsync(Command.update(key, item.version(), next(item))))
 *         .retryWhen(RetryOnConflict.upTo(10))
 * }</pre>
 *
 * <p>A patch that expects the latest version does the same within its publish; this operator adds attempts to it when
 * many writers share one item.
 */
public final class RetryOnConflict {

    /** The pause before the second attempt; it doubles with each, and half of it is chance. */
    public static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    /** The longest such pause. */
    public static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private static final double CHANCE = 0.5;

    private RetryOnConflict() {}

    /**
     * Up to so many further attempts after failures whose {@link MillraceException#retry()} is {@code AFTER_READING};
     * then the last of them goes on. Every other failure goes on at once.
     */
    public static Retry upTo(int attempts) {
        return upTo(attempts, FIRST_PAUSE, LONGEST_PAUSE);
    }

    /** {@link #upTo(int)} with other pauses. */
    public static RetryBackoffSpec upTo(int attempts, Duration firstPause, Duration longestPause) {
        return Retry.backoff(attempts, firstPause)
                .maxBackoff(longestPause)
                .jitter(CHANCE)
                .filter(RetryOnConflict::isWorthReadingAgain)
                .onRetryExhaustedThrow((policy, signal) -> signal.failure());
    }

    private static boolean isWorthReadingAgain(Throwable failure) {
        return failure instanceof MillraceException known && known.retry() == MillraceException.Retry.AFTER_READING;
    }
}
