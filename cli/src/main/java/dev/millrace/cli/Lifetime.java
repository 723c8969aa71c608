/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How long a command runs: until its work is done, or until the process is asked to end, and then it ends in order. */
public final class Lifetime implements AutoCloseable {

    private final Sinks.Empty<Void> asked = Sinks.empty();
    private final CountDownLatch over = new CountDownLatch(1);

    private Lifetime() {}

    /** Begins; a signal to the process is from now on a wish, granted within the patience. */
    public static Lifetime begin(Duration patience) {
        Lifetime lifetime = new Lifetime();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> lifetime.end(patience), "shutdown"));
        return lifetime;
    }

    /** Completes when the process is asked to end. */
    public Mono<Void> stop() {
        return asked.asMono();
    }

    private void end(Duration patience) {
        asked.tryEmitEmpty();
        try {
            over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is closed; the process may end. */
    @Override
    public void close() {
        over.countDown();
    }
}
