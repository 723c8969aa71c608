/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DynamoCallsTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final DynamoCalls calls = new DynamoCalls(TIMEOUT);
    private final Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
    private final StubbornFuture future = new StubbornFuture();

    @BeforeEach
    void watch() {
        Hooks.onErrorDropped(dropped::add);
    }

    @AfterEach
    void nothing_was_dropped() {
        Hooks.resetOnErrorDropped();
        assertThat(dropped).isEmpty();
    }

    @Test
    void the_test_would_notice() {
        Mono.fromFuture(future).subscribe().dispose();
        future.completeExceptionally(new IllegalStateException("late"));
        assertThat(dropped).hasSize(1);
        dropped.clear();
    }

    @Test
    void a_failure_that_comes_after_the_caller_has_gone_is_nobodys() {
        calls.call(() -> future).subscribe().dispose();
        assertThat(future.cancellations).hasValue(1);
        future.completeExceptionally(new IllegalStateException("late"));
    }

    @Test
    void a_call_that_nobody_waits_for_is_cancelled_in_silence() {
        CompletableFuture<String> obedient = new CompletableFuture<>();
        calls.call(() -> obedient).subscribe().dispose();
        assertThat(obedient).isCancelled();
    }

    @Test
    void an_answer_that_comes_after_the_caller_has_gone_is_nobodys() {
        calls.call(() -> future).subscribe().dispose();
        future.complete("late");
    }

    @Test
    void a_failure_that_comes_after_the_deadline_is_nobodys_and_the_call_is_cancelled() {
        StepVerifier.withVirtualTime(() -> new DynamoCalls(TIMEOUT).call(() -> future))
                .expectSubscription()
                .expectNoEvent(TIMEOUT)
                .thenAwait(Duration.ofSeconds(1))
                .verifyError(TimeoutException.class);
        assertThat(future.cancellations).hasValue(1);
        future.completeExceptionally(new IllegalStateException("late"));
    }

    @Test
    void a_failure_is_told_without_its_wrapping() {
        StepVerifier.create(calls.call(() ->
                        CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("wrapped")))))
                .verifyErrorMessage("wrapped");
        StepVerifier.create(
                        calls.call(() -> CompletableFuture.failedFuture(new CancellationException("by the client"))))
                .verifyError(CancellationException.class);
    }

    @Test
    void nothing_is_called_before_subscription_and_a_call_that_throws_fails() {
        AtomicInteger called = new AtomicInteger();
        Mono<String> call = calls.call(() -> {
            called.incrementAndGet();
            throw new IllegalStateException("closed");
        });
        assertThat(called).hasValue(0);
        StepVerifier.create(call).verifyErrorMessage("closed");
        assertThat(called).hasValue(1);
    }

    @Test
    void an_answer_is_told_once_for_each_subscription() {
        AtomicInteger called = new AtomicInteger();
        Mono<Integer> call = calls.call(() -> CompletableFuture.completedFuture(called.incrementAndGet()));
        StepVerifier.create(call).expectNext(1).verifyComplete();
        StepVerifier.create(call).expectNext(2).verifyComplete();
    }

    /** Takes note of being cancelled, and goes on: the request has left. */
    private static final class StubbornFuture extends CompletableFuture<String> {

        private final AtomicInteger cancellations = new AtomicInteger();

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            cancellations.incrementAndGet();
            return false;
        }
    }
}
