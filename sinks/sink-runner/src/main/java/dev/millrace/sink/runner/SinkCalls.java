/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What the settlements of one run share: the sink, the dead letters, the pauses, and who may be given up. */
final class SinkCalls {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);

    private final ChangeSink sink;
    private final DeadLetters deadLetters;
    private final RunnerOptions options;
    private final RecoveryPolicy policy;
    private final SinkListener listener;
    private final Backoff backoff;
    private final AtomicInteger givenUpInARow = new AtomicInteger();
    private final AtomicBoolean down = new AtomicBoolean();

    SinkCalls(ChangeSink sink, DeadLetters deadLetters, RunnerOptions options, SinkListener listener) {
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.options = options;
        this.policy = options.recovery();
        this.listener = listener;
        this.backoff = new Backoff(policy.firstPause(), policy.longestPause(), () -> ThreadLocalRandom.current()
                .nextDouble());
    }

    /** Applies the changes once. Emits one outcome per change, or fails. */
    Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> sink.apply(changes))
                .defaultIfEmpty(List.of())
                .timeout(policy.attemptTimeout(), options.scheduler())
                .doOnNext(answer -> answered())
                .map(outcomes -> requireOneEach(outcomes, changes));
    }

    private List<SinkOutcome> requireOneEach(List<SinkOutcome> outcomes, List<ChangeRecord> changes) {
        if (outcomes.size() != changes.size()) {
            throw new SinkContractException(sink.name(), outcomes.size(), changes.size());
        }
        outcomes.forEach(Objects::requireNonNull);
        return outcomes;
    }

    /** Puts the delivery among the dead letters, however long that takes: it is not acknowledged before. */
    Mono<Void> deadLetter(Delivery delivery, Throwable cause, int attempts) {
        return Mono.defer(() -> deadLetters.put(delivery, cause, attempts))
                .timeout(policy.attemptTimeout(), options.scheduler())
                .retryWhen(Retry.from(failures -> failures.concatMap(this::pauseAfter)))
                .doOnSuccess(done -> deadLettered(delivery.position(), cause));
    }

    private Mono<Long> pauseAfter(Retry.RetrySignal failed) {
        int attempts = (int) Math.min(failed.totalRetries() + 1, Integer.MAX_VALUE);
        if (attempts == 1) {
            log.warn("{}: dead letters fail with {}, trying again", sink.name(), nameOf(failed.failure()));
        }
        return Mono.delay(retrying(failed.failure(), attempts), options.scheduler());
    }

    private void deadLettered(Position position, Throwable cause) {
        log.warn("{}: {} is a dead letter because of {}", sink.name(), position, nameOf(cause));
        listener.deadLettered(position, cause);
    }

    /** The class alone: a message from outside may quote the payload. */
    private static String nameOf(Throwable cause) {
        return cause.getClass().getName();
    }

    /** Says that something will be tried again, and returns how long to wait before. */
    Duration retrying(Throwable cause, int attempts) {
        Duration pause = backoff.after(attempts);
        listener.retrying(cause, attempts, pause);
        return pause;
    }

    /** The sink as a whole failed; logged once for all lanes until it answers again. */
    void failed(Throwable cause) {
        if (down.compareAndSet(false, true)) {
            log.warn("{}: the sink fails with {}, waiting for it", sink.name(), nameOf(cause));
        }
    }

    private void answered() {
        if (down.get() && down.compareAndSet(true, false)) {
            log.info("{}: the sink answers again", sink.name());
        }
    }

    Mono<Void> pause(Duration pause) {
        return pause.isZero()
                ? Mono.empty()
                : Mono.delay(pause, options.scheduler()).then();
    }

    boolean isTransient(Throwable failure) {
        return policy.transientFailure().test(failure);
    }

    /** Tells whether a change that failed alone so many times becomes a dead letter; if so it counts as given up. */
    boolean givesUp(int attempts) {
        return attempts >= policy.maxAttempts()
                && givenUpInARow.getAndUpdate(n -> Math.min(n + 1, policy.maxGivenUpInARow()))
                        < policy.maxGivenUpInARow();
    }

    SinkListener listener() {
        return listener;
    }

    SinkName sinkName() {
        return sink.name();
    }

    /** A change went well: the sink works. */
    void wentWell() {
        if (givenUpInARow.get() != 0) {
            givenUpInARow.set(0);
        }
    }
}
