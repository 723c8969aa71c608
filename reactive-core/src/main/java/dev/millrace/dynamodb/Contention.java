/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * Writes that are turned away because of a transaction on the same item, or because one of a transaction's items is
 * throttled: nothing was written, it is gone in a moment, and the SDK does not try again by itself.
 */
final class Contention {

    private static final Retry RETRY = Retry.backoff(8, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(200))
            .jitter(0.8)
            .filter(Contention::isIt)
            .onRetryExhaustedThrow((policy, signal) -> signal.failure());

    private static final Set<String> PASSING =
            Set.of("TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError");

    private Contention() {}

    /**
     * For every write that a transaction may meet: tries again while it is turned away. Most never are, and a policy that is
     * ready for it costs each of them more memory than all of its other steps; so it comes with the first refusal.
     */
    static <T> Mono<T> outlast(Mono<T> write) {
        return write.onErrorResume(Contention::isIt, refusal -> again(write, refusal));
    }

    private static <T> Mono<T> again(Mono<T> write, Throwable refusal) {
        AtomicBoolean refused = new AtomicBoolean(true);
        return Mono.defer(() -> refused.getAndSet(false) ? Mono.<T>error(refusal) : write)
                .retryWhen(RETRY);
    }

    static boolean isIt(Throwable failure) {
        return failure instanceof TransactionConflictException || passingReason(failure) != null;
    }

    /** Why a transaction was cancelled, if that will pass: unless another of its items is the reason, for good. */
    static @Nullable String passingReason(Throwable failure) {
        String passing = null;
        if (failure instanceof TransactionCanceledException canceled) {
            for (CancellationReason reason : canceled.cancellationReasons()) {
                if (PASSING.contains(reason.code())) {
                    passing = reason.code();
                } else if (isFinal(reason)) {
                    return null;
                }
            }
        }
        return passing;
    }

    private static boolean isFinal(CancellationReason reason) {
        return reason.code() != null && !"None".equals(reason.code());
    }
}
