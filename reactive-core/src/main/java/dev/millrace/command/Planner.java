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
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Works out the next step of a publish, with as few reads as can be. It writes nothing. */
final class Planner {

    private static final ItemContent NOTHING = ItemContent.of("", Attributes.empty());

    private final CommandLog log;
    private final KnownCommands known;
    private final Clock clock;
    private final ExpiryPolicy expiry;

    Planner(CommandLog log, KnownCommands known, CommandOptions options) {
        this.log = log;
        this.known = known;
        this.clock = options.clock();
        this.expiry = options.expiry();
    }

    /** Plans from what this process knows, or else from the log. */
    Mono<Step> plan(Intent intent, InvokeContext caller) {
        RecordedCommand newest = expectsNothing(intent) ? null : known.newest(intent.key());
        return newest == null || isBehindExpectation(newest, intent)
                ? planFromTheLog(intent, caller)
                : planFrom(newest, intent, caller);
    }

    /** Then there is nothing to read: that version 1 is free shows when it is written. */
    private static boolean expectsNothing(Intent intent) {
        return intent.expected() == ExpectedVersion.absent();
    }

    private static boolean isBehindExpectation(RecordedCommand newest, Intent intent) {
        return intent.expected() instanceof ExpectedVersion.Exactly exactly
                && exactly.version().isAfter(newest.version());
    }

    /** Plans from the newest command in the log. */
    Mono<Step> planFromTheLog(Intent intent, InvokeContext caller) {
        if (expectsNothing(intent)) {
            return write(intent, caller, null);
        }
        return log.latest(intent.key())
                .doOnNext(known::learn)
                .flatMap(newest -> decide(newest, true, intent, caller))
                .switchIfEmpty(Mono.defer(() -> planForNoItem(intent, caller)));
    }

    /** Plans from a command that was the newest when it was seen. */
    Mono<Step> planFrom(RecordedCommand seen, Intent intent, InvokeContext caller) {
        return decide(seen, false, intent, caller);
    }

    private Mono<Step> planForNoItem(Intent intent, InvokeContext caller) {
        if (intent.expected() instanceof ExpectedVersion.Exactly exactly) {
            return Mono.error(new UnknownVersionException(intent.key(), exactly.version(), Version.NONE));
        }
        return intent.needsItem() ? Mono.error(new ItemNotFoundException(intent.key())) : write(intent, caller, null);
    }

    private Mono<Step> decide(RecordedCommand newest, boolean surelyNewest, Intent intent, InvokeContext caller) {
        if (intent.isOf(newest)) {
            return Mono.just(new Step.Settled(new Recorded(newest)));
        }
        if (intent.expected() instanceof ExpectedVersion.Exactly exactly) {
            if (newest.version().isAfter(exactly.version())) {
                return conflictUnlessOwn(exactly.version().next(), newest, intent);
            } else if (exactly.version().isAfter(newest.version())) {
                return Mono.error(new UnknownVersionException(intent.key(), exactly.version(), newest.version()));
            }
        }
        if (intent.changes(newest.content())) {
            return write(intent, caller, newest);
        }
        return surelyNewest ? unchangedUnlessRecordedOnce(newest, intent) : planFromTheLog(intent, caller);
    }

    /** The item may have come to look like this again, since a command that counts once was recorded. */
    private Mono<Step> unchangedUnlessRecordedOnce(RecordedCommand newest, Intent intent) {
        Mono<Step> unchanged = Mono.just(new Step.Settled(new Unchanged(newest)));
        return intent.countsOnce()
                ? log.find(intent.key(), intent.id())
                        .<Step>map(own -> new Step.Settled(new Recorded(own)))
                        .switchIfEmpty(unchanged)
                : unchanged;
    }

    /** The version is taken; it may have been taken by this very command, in an attempt whose answer was lost. */
    private Mono<Step> conflictUnlessOwn(Version wanted, RecordedCommand newest, Intent intent) {
        Mono<Step> conflict = Mono.error(() -> new VersionConflictException(intent.expected(), newest));
        return newest.version().equals(wanted)
                ? conflict
                : log.get(intent.key(), wanted)
                        .filter(intent::isOf)
                        .<Step>map(own -> new Step.Settled(new Recorded(own)))
                        .switchIfEmpty(conflict);
    }

    private Mono<Step> write(Intent intent, InvokeContext caller, @Nullable RecordedCommand predecessor) {
        return Mono.defer(() -> {
            ItemContent content = intent.step().apply(predecessor == null ? NOTHING : predecessor.content());
            Instant now = clock.instant();
            return removableAt(content, intent.key().partition(), now)
                    .map(own -> content.expires() || predecessor == null ? own : later(own, predecessor))
                    .map(removableAt -> step(intent, caller, predecessor, content, now, removableAt));
        });
    }

    private Mono<Instant> removableAt(ItemContent content, PartitionKey partition, Instant now) {
        return content.expires()
                ? Mono.just(content.expiresAt())
                : expiry.lifetime(partition).map(now::plus).defaultIfEmpty(ItemContent.NEVER);
    }

    /** Else a policy that has become stricter would let an item fall back to a version that it was at before. */
    private static Instant later(Instant own, RecordedCommand predecessor) {
        Instant before = predecessor.state().removableAt();
        return own.isAfter(before) ? own : before;
    }

    private static Step step(
            Intent intent,
            InvokeContext caller,
            @Nullable RecordedCommand predecessor,
            ItemContent content,
            Instant now,
            Instant removableAt) {
        Stamp stamp = new Stamp(now, caller.user().userId(), caller.sourceIp());
        Version version =
                predecessor == null ? Version.FIRST : predecessor.version().next();
        Audit audit = predecessor == null
                ? Audit.first(stamp)
                : predecessor.state().audit().next(stamp);
        ItemState state = new ItemState(intent.key(), version, content, audit, removableAt);
        return new Step.Write(new RecordedCommand(state, intent.id(), intent.origin(caller)));
    }
}
