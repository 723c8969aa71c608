/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.context.InvokeContext;
import java.util.Iterator;
import java.util.List;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Turns intents of several items into rows of the log: all of them, or none. */
final class AtomicPublisher {

    private static final int PLANS_AT_ONCE = 16;

    private final CommandLog log;
    private final KnownCommands known;
    private final Planner planner;

    AtomicPublisher(CommandLog log, KnownCommands known, Planner planner) {
        this.log = log;
        this.known = known;
        this.planner = planner;
    }

    Mono<List<PublishOutcome>> publish(List<Intent> intents, InvokeContext caller) {
        return Flux.fromIterable(intents)
                .flatMapSequential(
                        intent -> planner.plan(intent, caller).map(step -> new Planned(intent, step)), PLANS_AT_ONCE)
                .onErrorMap(Exceptions::isMultiple, AtomicPublisher::oneOf)
                .collectList()
                .flatMap(this::carryOut);
    }

    /** Plans that fail at the same moment fail together, which callers are not told of: one reason is reason enough. */
    private static Throwable oneOf(Throwable failures) {
        return Exceptions.unwrapMultiple(failures).get(0);
    }

    private Mono<List<PublishOutcome>> carryOut(List<Planned> plans) {
        List<Planned> writes = plans.stream().filter(Planned::isWrite).toList();
        return writes.isEmpty()
                ? Mono.just(outcomes(plans, List.of()))
                : log.appendAll(writes.stream().map(Planned::row).toList())
                        .flatMap(answers -> recorded(writes, answers))
                        .map(recorded -> outcomes(plans, recorded));
    }

    /** Emits the rows of all writes: the ones just appended, or those of an earlier publish of the same commands. */
    private Mono<List<RecordedCommand>> recorded(List<Planned> writes, List<AppendOutcome> answers) {
        if (answers.stream().allMatch(AppendOutcome.Appended.class::isInstance)) {
            writes.forEach(write -> known.learn(write.next()));
            return Mono.just(writes.stream().map(Planned::next).toList());
        }
        boolean together = answers.stream().noneMatch(AppendOutcome.Withheld.class::isInstance);
        return Flux.range(0, writes.size())
                .concatMap(i -> earlier(writes.get(i), answers.get(i), together))
                .collectList();
    }

    /** Emits what an earlier publish of this command recorded, provided all of them were; fails with the conflict else. */
    private Mono<RecordedCommand> earlier(Planned write, AppendOutcome answer, boolean together) {
        if (answer instanceof AppendOutcome.Repeated repeated) {
            return log.get(write.intent().key(), repeated.version())
                    .flatMap(row -> together ? Mono.just(row) : conflict(write, row));
        }
        if (answer instanceof AppendOutcome.Taken taken) {
            known.learn(taken.winner());
            boolean own = together && write.intent().isOf(taken.winner());
            return own ? Mono.just(taken.winner()) : conflict(write, taken.winner());
        }
        return Mono.empty();
    }

    private static Mono<RecordedCommand> conflict(Planned write, RecordedCommand winner) {
        return Mono.error(new VersionConflictException(write.intent().expected(), winner));
    }

    private static List<PublishOutcome> outcomes(List<Planned> plans, List<RecordedCommand> recorded) {
        Iterator<RecordedCommand> next = recorded.iterator();
        return plans.stream()
                .map(plan -> plan.isWrite() ? new Recorded(next.next()) : plan.settled())
                .toList();
    }

    /** An intent and what it takes. */
    private record Planned(Intent intent, Step step) {

        boolean isWrite() {
            return step instanceof Step.Write;
        }

        RecordedCommand next() {
            return ((Step.Write) step).next();
        }

        Append row() {
            return Append.of(next()).once(intent.countsOnce());
        }

        PublishOutcome settled() {
            return ((Step.Settled) step).outcome();
        }
    }
}
