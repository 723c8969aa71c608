/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Calls of the SDK as publishers: cold, cancellable, answered on our threads, and never without an end. */
final class DynamoCalls {

    /** The SDK has its own timeouts; this one is for the futures that it is known to forget. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Duration deadline;

    DynamoCalls(Duration callTimeout) {
        this.deadline = callTimeout.plus(GRACE);
    }

    /** The longest that one call may take; what consists of several must not take longer either. */
    Duration deadline() {
        return deadline;
    }

    <T> Mono<T> call(Supplier<CompletableFuture<T>> call) {
        return Mono.defer(() -> end(call.get())).timeout(deadline).publishOn(Schedulers.parallel());
    }

    /**
     * A failure is a value until somebody takes it: one that comes after the caller has gone is nobody's, and would
     * otherwise be logged as an error that was dropped.
     */
    private static <T> Mono<T> end(CompletableFuture<T> call) {
        return Mono.fromFuture(call.<End<T>>handle(End::new))
                .doFinally(signal -> {
                    if (signal == SignalType.CANCEL) {
                        call.cancel(true);
                    }
                })
                .handle(End::tell);
    }

    /** How a call ended: at most one of the two is there. */
    private record End<T>(@Nullable T answer, @Nullable Throwable failure) {

        void tell(SynchronousSink<T> sink) {
            if (failure != null) {
                sink.error(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else if (answer != null) {
                sink.next(answer);
            }
        }
    }
}
