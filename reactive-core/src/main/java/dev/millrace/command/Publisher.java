/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Version;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Turns an intent into the next row of the log. Its one concurrency control is that a version of an item can be appended
 * only once; everything else saves requests.
 */
final class Publisher {

    private final CommandLog log;
    private final KnownCommands known;
    private final Planner planner;
    private final Races races;

    Publisher(CommandLog log, KnownCommands known, Planner planner, Races races) {
        this.log = log;
        this.known = known;
        this.planner = planner;
        this.races = races;
    }

    /** Publishes one intent; visibly, if its state is to show in the data table at once. */
    Mono<PublishOutcome> publish(Intent intent, InvokeContext caller, boolean visibly) {
        Attempt attempt = new Attempt(intent, caller, visibly);
        return planner.plan(intent, caller).flatMap(attempt::carryOut);
    }

    /** One publish: an intent, who has it, and how often others got in between. */
    private final class Attempt {

        private final Intent intent;
        private final InvokeContext caller;
        private final boolean visibly;
        private int lost;

        Attempt(Intent intent, InvokeContext caller, boolean visibly) {
            this.intent = intent;
            this.caller = caller;
            this.visibly = visibly;
        }

        Mono<PublishOutcome> carryOut(Step step) {
            return step instanceof Step.Write write
                    ? append(write.next()).flatMap(outcome -> settle(write.next(), outcome))
                    : shown(((Step.Settled) step).outcome());
        }

        private Mono<AppendOutcome> append(RecordedCommand next) {
            boolean once = intent.countsOnce();
            return visibly || once
                    ? log.appendAll(List.of(Append.of(next).visibly(visibly).once(once)))
                            .map(outcomes -> outcomes.get(0))
                    : log.append(next);
        }

        private Mono<PublishOutcome> settle(RecordedCommand next, AppendOutcome outcome) {
            if (outcome instanceof AppendOutcome.Repeated repeated) {
                return recordedBefore(repeated.version());
            }
            if (outcome instanceof AppendOutcome.Taken taken) {
                RecordedCommand winner = taken.winner();
                known.learn(winner);
                return intent.isOf(winner) ? shown(new Recorded(winner)) : lostTo(winner);
            }
            known.learn(next);
            return Mono.just(new Recorded(next));
        }

        private Mono<PublishOutcome> recordedBefore(Version version) {
            return log.get(intent.key(), version)
                    .switchIfEmpty(Mono.error(() -> new ItemNotFoundException(intent.key())))
                    .flatMap(row -> shown(new Recorded(row)));
        }

        /** What was recorded before may have been so by somebody who did not show it. */
        private Mono<PublishOutcome> shown(PublishOutcome outcome) {
            return visibly ? log.show(outcome.command()).thenReturn(outcome) : Mono.just(outcome);
        }

        private Mono<PublishOutcome> lostTo(RecordedCommand winner) {
            lost++;
            if (!intent.expectsLatest() || races.areOver(lost)) {
                return Mono.error(new VersionConflictException(intent.expected(), winner));
            }
            return again(winner).flatMap(this::carryOut);
        }

        /** The first time the winner is most likely the newest and saves a read; later, others are faster than we are. */
        private Mono<Step> again(RecordedCommand winner) {
            return lost == 1
                    ? planner.planFrom(winner, intent, caller)
                    : races.pauseAfter(lost).then(Mono.defer(() -> planner.planFromTheLog(intent, caller)));
        }
    }
}
