/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.MillraceException;
import dev.millrace.MillraceException.Retry;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.Origin;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes the input: concurrently across items, in the order of the lines within an item. */
final class Publishing {

    private static final Origin ORIGIN = new Origin("millrace demo", "", "");
    private static final int READ_AHEAD = 4096;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int MOST_RETRIES = 20;

    private final CommandService commands;
    private final ExpectedItems expected;
    private final LongAdder published = new LongAdder();
    private final LongAdder recorded = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder conflicts = new LongAdder();

    Publishing(CommandService commands, ExpectedItems expected) {
        this.commands = commands;
        this.expected = expected;
    }

    /** Completes when every change has an outcome; fails with the first one that cannot be published. */
    Mono<Void> publish(Flux<InputChange> changes, int concurrency) {
        // Lanes, not keys: there are exactly as many groups as the flatMap below takes, so that none ever waits.
        return changes.map(expected::expect)
                .groupBy(command -> Math.floorMod(command.key().hashCode(), concurrency), READ_AHEAD)
                .flatMap(lane -> lane.concatMap(this::publish, 1), concurrency, 1)
                .then();
    }

    private Mono<Void> publish(Command command) {
        InvokeContext caller = InvokeContext.system(command.key().tenant()).withOrigin(ORIGIN);
        return commands.publishAsync(command, caller)
                .retryWhen(reactor.util.retry.Retry.backoff(MOST_RETRIES, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(Publishing::mayGoWell))
                .doOnNext(this::count)
                .onErrorComplete(this::isConflict)
                .doOnSuccess(done -> published.increment())
                .then();
    }

    private static boolean mayGoWell(Throwable failure) {
        return failure instanceof MillraceException known && known.retry() == Retry.AS_IS;
    }

    private void count(PublishOutcome outcome) {
        (outcome instanceof Recorded ? recorded : unchanged).increment();
    }

    private boolean isConflict(Throwable failure) {
        if (failure instanceof VersionConflictException) {
            conflicts.increment();
            return true;
        }
        return false;
    }

    long published() {
        return published.sum();
    }

    long recorded() {
        return recorded.sum();
    }

    long unchanged() {
        return unchanged.sum();
    }

    long conflicts() {
        return conflicts.sum();
    }
}
