/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** What the settlements of one run share: the sink, where its failures go, the pauses, and the circuit. */
final class SinkCalls implements Circuit.Events {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);

    private final ChangeSink sink;
    private final Aside aside;
    private final DeadLetterAside deadLetters;
    private final RunnerOptions options;
    private final RecoveryPolicy policy;
    private final SinkListener listener;
    private final Backoff backoff;
    private final Circuit circuit;
    private final AtomicBoolean down = new AtomicBoolean();

    SinkCalls(ChangeSink sink, Aside aside, DeadLetterAside deadLetters, RunnerOptions options, SinkListener listener) {
        this.sink = sink;
        this.aside = aside;
        this.deadLetters = deadLetters;
        this.options = options;
        this.policy = options.recovery();
        this.listener = listener;
        this.backoff = new Backoff(policy.firstPause(), policy.longestPause(), () -> ThreadLocalRandom.current()
                .nextDouble());
        this.circuit = new Circuit(policy.mostAlike(), this);
    }

    /** Applies the changes once. Emits one outcome per change, or fails. */
    Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> sink.apply(changes))
                .defaultIfEmpty(List.of())
                .timeout(policy.attemptTimeout(), options.scheduler())
                .doOnNext(answer -> answered())
                .map(outcomes -> requireOneEach(outcomes, changes));
    }

    /** Applies one change that was parked. Fails only with what is not the change's fault. */
    Mono<SinkOutcome> applyAgain(ChangeRecord change) {
        return apply(List.of(change))
                .map(outcomes -> outcomes.get(0))
                .onErrorResume(
                        failure -> kindOf(failure) != FailureKind.INFRASTRUCTURE,
                        failure -> Mono.just(SinkOutcome.refused(failure)));
    }

    private List<SinkOutcome> requireOneEach(List<SinkOutcome> outcomes, List<ChangeRecord> changes) {
        if (outcomes.size() != changes.size()) {
            throw new SinkContractException(sink.name(), outcomes.size(), changes.size());
        }
        outcomes.forEach(Objects::requireNonNull);
        return outcomes;
    }

    /** Puts what cannot be decoded among the dead letters, however long that takes: it is not acknowledged before. */
    Mono<Void> deadLetter(Delivery delivery, Throwable cause) {
        return untilItWorks(deadLetters.put(delivery, cause, 1));
    }

    /** Puts a change aside, however long that takes: it is not acknowledged before. */
    Mono<Void> giveUp(Ticket ticket, Throwable cause, int attempts) {
        return untilItWorks(Mono.defer(() -> aside.put(ticket.delivery(), ticket.change(), cause, attempts)));
    }

    /** Keeps a change behind those of its item that are parked, however long that takes; emits whether there were any. */
    Mono<Boolean> keepBehind(Ticket ticket) {
        return untilItWorks(Mono.defer(() -> aside.keepBehind(ticket.delivery(), ticket.change())));
    }

    /** Learns what there is to know of what is aside, however long that takes. */
    Mono<Void> prepareFor(Delivery delivery) {
        return untilItWorks(aside.prepareFor(delivery));
    }

    private <T> Mono<T> untilItWorks(Mono<T> step) {
        return step.timeout(policy.attemptTimeout(), options.scheduler())
                .retryWhen(Retry.from(failures -> failures.concatMap(this::pauseAfter)));
    }

    private Mono<Long> pauseAfter(Retry.RetrySignal failed) {
        int attempts = (int) Math.min(failed.totalRetries() + 1, Integer.MAX_VALUE);
        if (attempts == 1) {
            log.warn("{}: putting changes aside fails with {}, trying again", sink.name(), nameOf(failed.failure()));
        }
        return Mono.delay(retrying(failed.failure(), attempts), options.scheduler());
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

    FailureKind kindOf(Throwable failure) {
        return policy.kinds().apply(failure);
    }

    /**
     * Notes that a change failed alone, and tells whether it may be given up. Only for its first attempt: those that follow
     * come after what went well in the batch, and would seem to be many failures in a row.
     */
    boolean mayGiveUp(ItemKey key, Throwable cause) {
        return circuit.mayGiveUp(key, cause);
    }

    /** Tells whether a change may be given up. */
    boolean isGivingUp() {
        return circuit.isGivingUp();
    }

    boolean isLastAttempt(int attempts) {
        return attempts >= policy.maxAttempts();
    }

    Circuit circuit() {
        return circuit;
    }

    Aside aside() {
        return aside;
    }

    SinkListener listener() {
        return listener;
    }

    SinkName sinkName() {
        return sink.name();
    }

    Scheduler scheduler() {
        return options.scheduler();
    }

    Duration attemptTimeout() {
        return policy.attemptTimeout();
    }

    /** Whether the sink is unreachable or its circuit open. */
    boolean isDown() {
        return down.get() || circuit.cause() != null;
    }

    @Override
    public Mono<?> pauseBefore(int probe) {
        return Mono.delay(backoff.after(probe), options.scheduler());
    }

    @Override
    public void opened(Throwable cause) {
        log.error(
                "{}: {} items failed alike with {}, nothing is given up until one goes well",
                sink.name(),
                policy.mostAlike(),
                nameOf(cause));
        listener.circuitOpened(cause);
    }

    @Override
    public void closed() {
        log.info("{}: the circuit is closed", sink.name());
        listener.circuitClosed();
    }
}
