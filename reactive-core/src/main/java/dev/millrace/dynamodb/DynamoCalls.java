/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
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
        return Mono.fromFuture(call).timeout(deadline).publishOn(Schedulers.parallel());
    }
}
