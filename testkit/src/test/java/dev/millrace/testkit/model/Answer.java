/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishResult;
import dev.millrace.context.InvokeContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How an operation ended: exactly one of the two is there. */
record Answer(@Nullable PublishOutcome outcome, @Nullable Throwable failure) {

    static final InvokeContext CALLER = InvokeContext.of("ada", "acme");

    static final Duration PATIENCE = Duration.ofSeconds(30);

    static Answer done(PublishOutcome outcome) {
        return new Answer(outcome, null);
    }

    static Answer failed(Throwable failure) {
        return new Answer(null, failure);
    }

    static Answer of(PublishResult result) {
        return result.fold(done -> done(done.outcome()), failed -> failed(failed.failure()));
    }

    static Mono<Answer> of(Mono<PublishOutcome> publish) {
        return publish.contextWrite(CALLER.asContext())
                .map(Answer::done)
                .onErrorResume(failure -> Mono.just(failed(failure)))
                .switchIfEmpty(Mono.fromSupplier(() -> failed(new Violation("completed without an outcome"))));
    }

    /** The value that comes, or null if none does. */
    static <T> @Nullable T await(Mono<T> call) {
        return call.contextWrite(CALLER.asContext()).block(PATIENCE);
    }

    boolean is(Class<?> type) {
        return type.isInstance(outcome) || type.isInstance(failure);
    }

    @Override
    public String toString() {
        return outcome == null
                ? String.valueOf(failure)
                : "%s v%s".formatted(outcome.getClass().getSimpleName(), outcome.version());
    }
}
