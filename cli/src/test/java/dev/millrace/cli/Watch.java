/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Somebody who asks a read model again and again, and never takes an answer that is older than the one before. */
final class Watch implements AutoCloseable {

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicLong seen = new AtomicLong();
    private final CompletableFuture<Void> watching;

    Watch(Supplier<Map<String, Long>> query) {
        this.watching = CompletableFuture.runAsync(() -> {
            Map<String, Long> before = Map.of();
            while (!isOver.get()) {
                Map<String, Long> now = query.get();
                before.forEach((id, version) -> assertThat(now.getOrDefault(id, 0L))
                        .as("version of %s, seen at %d before", id, version)
                        .isGreaterThanOrEqualTo(version));
                before = now;
                seen.set(now.values().stream().mapToLong(Long::longValue).sum());
            }
        });
    }

    /** How much there was to see: grows with each version of an item. Fails as soon as the watch has. */
    long seen() {
        if (watching.isCompletedExceptionally()) {
            watching.join();
        }
        return seen.get();
    }

    /** Ends the watch, and fails if it has failed. */
    @Override
    public void close() {
        isOver.set(true);
        watching.orTimeout(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS).join();
    }
}
