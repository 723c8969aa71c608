/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Calls of the SDK as publishers: cold, cancellable, answered on Reactor's parallel threads, and never without an end. What
 * the modules of the library have in common; applications need none of it.
 */
public final class DynamoCalls {

    /**
     * Reactor's threads, for the SDK to complete its futures on: then their answers are where they belong, and change
     * threads once. What is on one of them goes on there.
     */
    public static final Executor THREADS = DynamoCalls::onOurThreads;

    /** The SDK has its own timeouts; these are for the futures that it is known to forget. */
    private final Deadlines deadlines;

    /** For calls that the SDK itself ends after so long; those that it forgets end up to two seconds later. */
    public DynamoCalls(Duration callTimeout) {
        this.deadlines = new Deadlines(callTimeout);
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
        return deadlines.longest();
    }

    /**
     * Returns the call as a publisher. Fails with what the future fails with, or with {@link TimeoutException} if it does
     * not end in time. Cancelling cancels the future.
     */
    public <T> Mono<T> call(Supplier<CompletableFuture<T>> call) {
        return Mono.<End<T>>create(caller -> await(call.get(), caller)).handle(End::tell);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the caller is told the same
    private <T> void await(CompletableFuture<T> call, MonoSink<End<T>> caller) {
        caller.onDispose(deadlines.begin(() -> giveUp(call, caller)));
        caller.onCancel(() -> call.cancel(true));
        call.whenCompleteAsync((answer, failure) -> caller.success(new End<>(answer, failure)), THREADS);
    }

    private <T> void giveUp(CompletableFuture<T> call, MonoSink<End<T>> caller) {
        caller.success(new End<>(null, new TimeoutException("no answer within " + deadline())));
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
