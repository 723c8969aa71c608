/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Runs out when a count has not moved for a minute. */
final class Patience {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final LongSupplier progress;
    private long last = -1;
    private long since;

    Patience(LongSupplier progress) {
        this.progress = progress;
    }

    void check() {
        long now = System.nanoTime();
        long count = progress.getAsLong();
        if (count != last) {
            last = count;
            since = now;
        } else if (now - since > LONGEST.toNanos()) {
            throw new RunOutException();
        }
    }

    /** Nothing moves any more. */
    static final class RunOutException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
