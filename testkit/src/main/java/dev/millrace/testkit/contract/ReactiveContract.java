/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.testkit.Samples;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What every port owes that writes: its publishers are cold, and a cancelled one harms nothing.
 *
 * <p>JUnit makes a new instance of a suite for each test, and each instance works in a partition of its own, so that
 * tests may share tables, topics and databases.
 */
public abstract class ReactiveContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CANCELLED_CALLS = 20;

    private final PartitionKey partition = Samples.freshPartition();

    /** For subclasses. */
    protected ReactiveContract() {}

    /** A write; not subscribed to. The same each time within a test. */
    protected abstract Mono<?> write();

    /** Tells whether the write has left a trace. */
    protected abstract Mono<Boolean> isWritten();

    @Test
    void nothing_happens_before_subscription() {
        Mono<?> write = write();

        assertThat(await(isWritten())).as("written before subscription").isFalse();
        await(write);
        assertThat(await(isWritten())).as("written after it").isTrue();
    }

    @Test
    void a_cancelled_write_leaves_the_port_usable() {
        for (int i = 0; i < CANCELLED_CALLS; i++) {
            write().subscribe(answer -> {}, failure -> {}).dispose();
        }

        await(write());
        assertThat(await(isWritten())).isTrue();
    }

    /** The partition of this test. */
    protected final PartitionKey partition() {
        return partition;
    }

    /** The key of an item in the partition of this test. */
    protected final ItemKey key(String sort) {
        return Samples.key(partition, sort);
    }

    /** Waits for the value; fails the test when there is none or it takes too long. */
    protected static <T> T await(Mono<T> value) {
        @Nullable T found = value.block(PATIENCE);
        if (found == null) {
            throw new AssertionError("completed without a value");
        }
        return found;
    }

    /** Waits for all values; fails the test when it takes too long. */
    protected static <T> List<T> await(Flux<T> values) {
        return await(values.collectList());
    }

    /** Waits for the end; fails the test when a value comes, or when it takes too long. */
    protected static void awaitEmpty(Mono<?> nothing) {
        assertThat(await(nothing.hasElement())).as("emits a value").isFalse();
    }
}
