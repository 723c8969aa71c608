/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Turns an intent into the next row of the log. Its one concurrency control is that a version of an item can be appended
 * only once; everything else here saves requests.
 */
final class Publisher {

    private static final ItemContent NOTHING = ItemContent.of("", Attributes.empty());

    private final CommandLog log;
    private final Function<RecordedCommand, Mono<AppendOutcome>> append;
    private final KnownCommands known;
    private final CommandOptions options;

    Publisher(
            CommandLog log,
            Function<RecordedCommand, Mono<AppendOutcome>> append,
            KnownCommands known,
            CommandOptions options) {
        this.log = log;
        this.append = append;
        this.known = known;
        this.options = options;
    }

    Mono<PublishOutcome> publish(Intent intent, InvokeContext caller) {
        Attempt attempt = new Attempt(intent, caller);
        return intent.expected() == ExpectedVersion.absent() ? attempt.appendAfter(null) : attempt.fromWhatIsKnown();
    }

    /** One publish: an intent, who has it, and how often others got in between. */
    private final class Attempt {

        private final Intent intent;
        private final InvokeContext caller;
        private int races;

        Attempt(Intent intent, InvokeContext caller) {
            this.intent = intent;
            this.caller = caller;
        }

        Mono<PublishOutcome> fromWhatIsKnown() {
            RecordedCommand newest = known.newest(intent.key());
            return newest == null || isBehindExpectation(newest) ? fromTheLog() : decide(newest, false);
        }

        private boolean isBehindExpectation(RecordedCommand newest) {
            return intent.expected() instanceof ExpectedVersion.Exactly exactly
                    && exactly.version().isAfter(newest.version());
        }

        private Mono<PublishOutcome> fromTheLog() {
            return log.latest(intent.key())
                    .doOnNext(known::learn)
                    .flatMap(newest -> decide(newest, true))
                    .switchIfEmpty(Mono.defer(this::decideForNoItem));
        }

        private Mono<PublishOutcome> decideForNoItem() {
            if (intent.expected() instanceof ExpectedVersion.Exactly exactly) {
                return Mono.error(new UnknownVersionException(intent.key(), exactly.version(), Version.NONE));
            }
            return intent.needsItem() ? Mono.error(new ItemNotFoundException(intent.key())) : appendAfter(null);
        }

        /** Goes on from the newest command, or from one that was the newest when it was seen. */
        private Mono<PublishOutcome> decide(RecordedCommand newest, boolean surelyNewest) {
            if (intent.isOf(newest)) {
                return Mono.just(new Recorded(newest));
            }
            if (intent.expected() instanceof ExpectedVersion.Exactly exactly) {
                if (newest.version().isAfter(exactly.version())) {
                    return conflictUnlessOwn(exactly.version().next(), newest);
                } else if (exactly.version().isAfter(newest.version())) {
                    return Mono.error(new UnknownVersionException(intent.key(), exactly.version(), newest.version()));
                }
            }
            if (!intent.step().apply(newest.content()).equals(newest.content())) {
                return appendAfter(newest);
            }
            return surelyNewest ? Mono.just(new Unchanged(newest)) : fromTheLog();
        }

        /** The version is taken; it may have been taken by this very command, in an attempt whose answer was lost. */
        private Mono<PublishOutcome> conflictUnlessOwn(Version wanted, RecordedCommand newest) {
            Mono<PublishOutcome> conflict = Mono.error(() -> new VersionConflictException(intent.expected(), newest));
            return newest.version().equals(wanted)
                    ? conflict
                    : log.get(intent.key(), wanted)
                            .filter(intent::isOf)
                            .<PublishOutcome>map(Recorded::new)
                            .switchIfEmpty(conflict);
        }

        Mono<PublishOutcome> appendAfter(@Nullable RecordedCommand predecessor) {
            return Mono.defer(() -> {
                RecordedCommand next = next(predecessor);
                return append.apply(next).flatMap(outcome -> settle(next, outcome));
            });
        }

        private RecordedCommand next(@Nullable RecordedCommand predecessor) {
            Stamp now = new Stamp(options.clock().instant(), caller.user().userId(), caller.sourceIp());
            ItemState state = predecessor == null
                    ? new ItemState(intent.key(), Version.FIRST, intent.step().apply(NOTHING), Audit.first(now))
                    : new ItemState(
                            intent.key(),
                            predecessor.version().next(),
                            intent.step().apply(predecessor.content()),
                            predecessor.state().audit().next(now));
            return new RecordedCommand(state, intent.id(), caller.origin());
        }

        private Mono<PublishOutcome> settle(RecordedCommand next, AppendOutcome outcome) {
            if (outcome instanceof AppendOutcome.Taken taken) {
                RecordedCommand winner = taken.winner();
                known.learn(winner);
                return intent.isOf(winner) ? Mono.just(new Recorded(winner)) : lostTo(winner);
            }
            known.learn(next);
            return Mono.just(new Recorded(next));
        }

        private Mono<PublishOutcome> lostTo(RecordedCommand winner) {
            races++;
            if (intent.expected() != ExpectedVersion.latest() || races >= options.latestAttempts()) {
                return Mono.error(new VersionConflictException(intent.expected(), winner));
            }
            // The first time the winner is most likely the newest and saves a read; later, others are faster than we
            // are.
            return races == 1 ? decide(winner, false) : Mono.delay(pause()).then(Mono.defer(this::fromTheLog));
        }

        private Duration pause() {
            long longest = options.latestBackoff().toNanos() << Math.min(races, 16);
            return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
        }
    }
}
