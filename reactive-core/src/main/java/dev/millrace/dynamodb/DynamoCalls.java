/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Calls of the SDK as publishers: cold, cancellable, answered on our threads, and never without an end. */
final class DynamoCalls {

    /**
     * Reactor's threads, for the SDK to complete its futures on: then their answers are where they belong, and change
     * threads once. What is on one of them goes on there.
     */
    static final Executor THREADS = DynamoCalls::onOurThreads;

    /** The SDK has its own timeouts; this one is for the futures that it is known to forget. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Duration deadline;

    DynamoCalls(Duration callTimeout) {
        this.deadline = callTimeout.plus(GRACE);
    }

    private static void onOurThreads(Runnable task) {
        if (Schedulers.isInNonBlockingThread()) {
            task.run();
        } else {
            Schedulers.parallel().schedule(task);
        }
    }

    /** The longest that one call may take; what consists of several must not take longer either. */
    Duration deadline() {
        return deadline;
    }

    <T> Mono<T> call(Supplier<CompletableFuture<T>> call) {
        return Mono.<End<T>>create(caller -> await(call.get(), caller)).handle(End::tell);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the caller is told the same
    private <T> void await(CompletableFuture<T> call, MonoSink<End<T>> caller) {
        Disposable timer =
                Schedulers.parallel().schedule(() -> giveUp(call, caller), deadline.toNanos(), TimeUnit.NANOSECONDS);
        caller.onDispose(timer);
        caller.onCancel(() -> call.cancel(true));
        call.whenCompleteAsync((answer, failure) -> caller.success(new End<>(answer, failure)), THREADS);
    }

    private <T> void giveUp(CompletableFuture<T> call, MonoSink<End<T>> caller) {
        caller.success(new End<>(null, new TimeoutException("no answer within " + deadline)));
        call.cancel(true);
    }

    /**
     * How a call ended: at most one of the two is there. A failure is a value until somebody takes it: one that comes after
     * the caller has gone is nobody's, and would otherwise be logged as an error that was dropped.
     */
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
