/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/**
 * Turns an intent into the next row of the log. Its one concurrency control is that a version of an item can be appended
 * only once; everything else saves requests.
 */
final class Publisher {

    /** A shift beyond this would only overflow; the pause is far past any use by then. */
    private static final int MOST_DOUBLINGS = 16;

    private final CommandLog log;
    private final KnownCommands known;
    private final Planner planner;
    private final CommandOptions options;

    Publisher(CommandLog log, KnownCommands known, Planner planner, CommandOptions options) {
        this.log = log;
        this.known = known;
        this.planner = planner;
        this.options = options;
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
        private int races;

        Attempt(Intent intent, InvokeContext caller, boolean visibly) {
            this.intent = intent;
            this.caller = caller;
            this.visibly = visibly;
        }

        Mono<PublishOutcome> carryOut(Step step) {
            return step instanceof Step.Write write
                    ? append(write.next()).flatMap(outcome -> settle(write.next(), outcome))
                    : Mono.just(((Step.Settled) step).outcome());
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
                return intent.isOf(winner) ? Mono.just(new Recorded(winner)) : lostTo(winner);
            }
            known.learn(next);
            return Mono.just(new Recorded(next));
        }

        private Mono<PublishOutcome> recordedBefore(Version version) {
            return log.get(intent.key(), version)
                    .<PublishOutcome>map(Recorded::new)
                    .switchIfEmpty(Mono.error(() -> new ItemNotFoundException(intent.key())));
        }

        private Mono<PublishOutcome> lostTo(RecordedCommand winner) {
            races++;
            if (intent.expected() != ExpectedVersion.latest() || races >= options.latestAttempts()) {
                return Mono.error(new VersionConflictException(intent.expected(), winner));
            }
            return again(winner).flatMap(this::carryOut);
        }

        /** The first time the winner is most likely the newest and saves a read; later, others are faster than we are. */
        private Mono<Step> again(RecordedCommand winner) {
            return races == 1
                    ? planner.planFrom(winner, intent, caller)
                    : Mono.delay(pause()).then(Mono.defer(() -> planner.planFromTheLog(intent, caller)));
        }

        private Duration pause() {
            long longest = options.latestBackoff().toNanos() << Math.min(races, MOST_DOUBLINGS);
            return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
        }
    }
}
