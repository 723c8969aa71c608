/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static java.util.Objects.requireNonNull;

import dev.millrace.StoreUnavailableException;
import dev.millrace.command.OutcomeUnknownException;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** What goes wrong with one call of a command log. */
public final class LogFault {

    private static final LogFault LOSE_ANSWER = new LogFault(Kind.LOSE_ANSWER, Duration.ZERO);
    private static final LogFault FAIL_BEFORE_WRITING = new LogFault(Kind.FAIL_BEFORE_WRITING, Duration.ZERO);

    private final Kind kind;
    private final Duration pause;

    private LogFault(Kind kind, Duration pause) {
        this.kind = kind;
        this.pause = pause;
    }

    private enum Kind {
        LOSE_ANSWER,
        FAIL_BEFORE_WRITING,
        DELAY
    }

    /**
     * The log does what it was asked to; its answer gets lost. An append then fails with {@link OutcomeUnknownException},
     * anything else with {@link StoreUnavailableException}.
     */
    public static LogFault loseAnswer() {
        return LOSE_ANSWER;
    }

    /** The log never hears of the call, which fails with {@link StoreUnavailableException}. */
    public static LogFault failBeforeWriting() {
        return FAIL_BEFORE_WRITING;
    }

    /** The call reaches the log that much later, from Reactor's parallel scheduler; others may overtake it. */
    public static LogFault delay(Duration pause) {
        return new LogFault(Kind.DELAY, requireNonNull(pause, "pause"));
    }

    /** The call as it goes under this fault; a lost answer ends it with the given failure. */
    <T> Mono<T> applyTo(Mono<T> call, Supplier<? extends Throwable> lost) {
        return switch (kind) {
            case LOSE_ANSWER -> call.then(Mono.error(lost));
            case FAIL_BEFORE_WRITING -> Mono.error(LogFault::unavailable);
            case DELAY -> Mono.delay(pause).then(call);
        };
    }

    static StoreUnavailableException unavailable() {
        return new StoreUnavailableException("the log is unavailable by the script", null);
    }

    @Override
    public String toString() {
        return kind == Kind.DELAY ? kind + " " + pause : kind.toString();
    }
}
