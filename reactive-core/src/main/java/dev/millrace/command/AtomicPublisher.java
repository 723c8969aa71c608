/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Turns intents of several items into rows of the log: all of them, or none. */
final class AtomicPublisher {

    private static final int READS_AT_ONCE = 16;

    private final CommandLog log;
    private final KnownCommands known;
    private final Planner planner;
    private final Races races;

    AtomicPublisher(CommandLog log, KnownCommands known, Planner planner, Races races) {
        this.log = log;
        this.known = known;
        this.planner = planner;
        this.races = races;
    }

    /** Fails with {@link InvalidValueException}, before any request, for two intents of one item. */
    Mono<List<PublishOutcome>> publish(List<Intent> intents, InvokeContext caller) {
        requireDistinct(intents);
        Batch batch = new Batch(intents, caller);
        return batch.carryOut(intent -> planner.plan(intent, caller));
    }

    /** Reads that fail at the same moment fail together, which callers are not told of: one reason is reason enough. */
    private static Throwable oneOf(Throwable failures) {
        return Exceptions.unwrapMultiple(failures).get(0);
    }

    private static void requireDistinct(List<Intent> intents) {
        Set<ItemKey> keys = new HashSet<>();
        for (Intent intent : intents) {
            if (!keys.add(intent.key())) {
                throw InvalidValueException.hidden("a transaction", "must not change %s twice".formatted(intent.key()));
            }
        }
    }

    /** One publish: the intents, which of them turn out to be recorded already, and how often others got in between. */
    private final class Batch {

        private final List<Intent> intents;
        private final InvokeContext caller;
        private final Map<ItemKey, RecordedCommand> before = new HashMap<>();
        private @Nullable RecordedCommand winner;
        private int lost;

        Batch(List<Intent> intents, InvokeContext caller) {
            this.intents = intents;
            this.caller = caller;
        }

        Mono<List<PublishOutcome>> carryOut(Function<Intent, Mono<Step>> planning) {
            return Flux.fromIterable(intents)
                    .flatMapSequential(intent -> plan(intent, planning), READS_AT_ONCE)
                    .collectList()
                    .flatMap(this::recogniseAll)
                    .onErrorMap(Exceptions::isMultiple, AtomicPublisher::oneOf)
                    .flatMap(this::append);
        }

        private Mono<Planned> plan(Intent intent, Function<Intent, Mono<Step>> planning) {
            RecordedCommand own = before.get(intent.key());
            return own == null
                    ? planning.apply(intent).map(step -> new Planned(intent, step))
                    : Mono.just(Planned.recorded(intent, own));
        }

        /**
         * Where one was recorded before, the others may have been with it. The log tells of those that name a version when
         * they are appended; of those that expect the latest, only if it is asked.
         */
        private Mono<List<Planned>> recogniseAll(List<Planned> plans) {
            return plans.stream().noneMatch(Planned::wasRecorded)
                    ? Mono.just(plans)
                    : Flux.fromIterable(plans)
                            .flatMapSequential(this::recognise, READS_AT_ONCE)
                            .collectList();
        }

        private Mono<Planned> recognise(Planned plan) {
            Intent intent = plan.intent();
            return plan.wasRecorded() || !intent.expectsLatest()
                    ? Mono.just(plan)
                    : log.find(intent.key(), intent.id())
                            .map(own -> Planned.recorded(intent, own))
                            .defaultIfEmpty(plan);
        }

        private Mono<List<PublishOutcome>> append(List<Planned> plans) {
            List<Planned> writes = plans.stream().filter(Planned::isWrite).toList();
            return writes.isEmpty()
                    ? Mono.just(outcomes(plans))
                    : log.appendAll(writes.stream().map(Planned::row).toList())
                            .flatMap(answers -> settle(plans, writes, answers));
        }

        private Mono<List<PublishOutcome>> settle(
                List<Planned> plans, List<Planned> writes, List<AppendOutcome> answers) {
            if (answers.stream().allMatch(AppendOutcome.Appended.class::isInstance)) {
                writes.forEach(write -> known.learn(write.next()));
                return Mono.just(outcomes(plans));
            }
            return Flux.range(0, writes.size())
                    .concatMap(i -> explain(writes.get(i).intent(), answers.get(i)))
                    .then(Mono.defer(this::tryAgain));
        }

        /** Takes note of why nothing was written; fails if that will not change. */
        private Mono<Void> explain(Intent intent, AppendOutcome answer) {
            if (answer instanceof AppendOutcome.Repeated repeated) {
                return log.get(intent.key(), repeated.version())
                        .switchIfEmpty(Mono.error(() -> new ItemNotFoundException(intent.key())))
                        .doOnNext(own -> before.put(intent.key(), own))
                        .then();
            }
            return answer instanceof AppendOutcome.Taken taken ? explain(intent, taken.winner()) : Mono.empty();
        }

        private Mono<Void> explain(Intent intent, RecordedCommand first) {
            known.learn(first);
            if (intent.isOf(first)) {
                before.put(intent.key(), first);
            } else if (intent.expectsLatest()) {
                winner = first;
            } else {
                return Mono.error(new VersionConflictException(intent.expected(), first));
            }
            return Mono.empty();
        }

        /** Reads all items anew: another may have written any of them. */
        private Mono<List<PublishOutcome>> tryAgain() {
            Mono<List<PublishOutcome>> again =
                    Mono.defer(() -> carryOut(intent -> planner.planFromTheLog(intent, caller)));
            RecordedCommand first = winner;
            if (first == null) {
                return again;
            }
            winner = null;
            lost++;
            return races.areOver(lost)
                    ? Mono.error(new VersionConflictException(ExpectedVersion.latest(), first))
                    : races.pauseAfter(lost).then(again);
        }
    }

    private static List<PublishOutcome> outcomes(List<Planned> plans) {
        return plans.stream().map(Planned::outcome).toList();
    }

    /** An intent and what it takes. */
    private record Planned(Intent intent, Step step) {

        static Planned recorded(Intent intent, RecordedCommand own) {
            return new Planned(intent, new Step.Settled(new Recorded(own)));
        }

        boolean isWrite() {
            return step instanceof Step.Write;
        }

        boolean wasRecorded() {
            return step instanceof Step.Settled settled && settled.outcome() instanceof Recorded;
        }

        RecordedCommand next() {
            return ((Step.Write) step).next();
        }

        Append row() {
            return Append.of(next()).once(intent.countsOnce());
        }

        PublishOutcome outcome() {
            return isWrite() ? new Recorded(next()) : ((Step.Settled) step).outcome();
        }
    }
}
