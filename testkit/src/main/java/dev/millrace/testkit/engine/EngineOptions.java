/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;

/**
 * How an engine runs that has a JVM of its own.
 *
 * @param heapMegabytes how much heap its JVM may use; default 512
 * @param startTimeout how long it may take to answer; default 60 s
 */
public record EngineOptions(int heapMegabytes, Duration startTimeout) {

    private static final int SMALLEST_HEAP_MEGABYTES = 64;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public EngineOptions {
        if (heapMegabytes < SMALLEST_HEAP_MEGABYTES) {
            throw new InvalidValueException(
                    "heapMegabytes", Integer.toString(heapMegabytes), "must be at least " + SMALLEST_HEAP_MEGABYTES);
        }
        if (requireNonNull(startTimeout, "startTimeout").isNegative() || startTimeout.isZero()) {
            throw new InvalidValueException("startTimeout", startTimeout.toString(), "must be positive");
        }
    }

    /** The defaults. */
    public static EngineOptions defaults() {
        return new EngineOptions(512, Duration.ofSeconds(60));
    }

    /** The same options with a heap of another size. */
    public EngineOptions withHeapMegabytes(int newHeapMegabytes) {
        return new EngineOptions(newHeapMegabytes, startTimeout);
    }

    /** The same options with another patience. */
    public EngineOptions withStartTimeout(Duration newStartTimeout) {
        return new EngineOptions(heapMegabytes, newStartTimeout);
    }
}
