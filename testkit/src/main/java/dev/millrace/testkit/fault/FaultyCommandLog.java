/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A {@link CommandLog} in front of another one: it counts the calls and lets the scripted ones, or some by chance, fail.
 *
 * <p>A fault is drawn when a call is subscribed to. Safe for concurrent use; with chance, which call of several at once
 * meets which fault depends on their order.
 */
public final class FaultyCommandLog implements CommandLog {

    private final CommandLog log;
    private final Queue<LogFault> nextAppends = new ConcurrentLinkedQueue<>();
    private final Queue<LogFault> nextShows = new ConcurrentLinkedQueue<>();
    private final Queue<LogFault> nextReads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger appends = new AtomicInteger();
    private final AtomicInteger shows = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile @Nullable Chance chance;

    private FaultyCommandLog(CommandLog log) {
        this.log = requireNonNull(log, "log");
    }

    /** Returns a log without faults over that one. */
    public static FaultyCommandLog over(CommandLog log) {
        return new FaultyCommandLog(log);
    }

    /** Lets the next appends meet these faults, one each, after those that are waiting already. */
    public FaultyCommandLog onNextAppend(LogFault... met) {
        nextAppends.addAll(List.of(met));
        return this;
    }

    /** Lets the next {@link CommandLog#show shows} meet these faults, one each, after those that are waiting already. */
    public FaultyCommandLog onNextShow(LogFault... met) {
        nextShows.addAll(List.of(met));
        return this;
    }

    /** Lets the next reads meet these faults, one each, after those that are waiting already. */
    public FaultyCommandLog onNextRead(LogFault... met) {
        nextReads.addAll(List.of(met));
        return this;
    }

    /**
     * Lets each call that meets no scripted fault meet one of these with that probability, from now until
     * {@link #heal()}; fails with {@link InvalidValueException} for a probability that is none, or without faults.
     *
     * @param random draws; with a seed, the same calls meet the same faults
     */
    public FaultyCommandLog onAny(RandomGenerator random, double probability, LogFault... met) {
        chance = new Chance(random, probability, List.of(met));
        return this;
    }

    /** Forgets all faults. */
    public void heal() {
        nextAppends.clear();
        nextShows.clear();
        nextReads.clear();
        chance = null;
    }

    /** How many appends have come by; a transaction is one. */
    public int appends() {
        return appends.get();
    }

    /** How many shows have come by. */
    public int shows() {
        return shows.get();
    }

    /** How many reads have come by. */
    public int reads() {
        return reads.get();
    }

    /** How many calls have met a fault. */
    public int faults() {
        return faults.get();
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        Mono<AppendOutcome> append = log.append(command);
        return appending(append, command);
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        List<Append> copy = List.copyOf(rows);
        Mono<List<AppendOutcome>> append = log.appendAll(copy);
        return copy.isEmpty() ? append : appending(append, copy.get(0).command());
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        Mono<Boolean> show = log.show(row);
        return Mono.defer(() -> {
            shows.incrementAndGet();
            LogFault fault = draw(nextShows);
            return fault == null ? show : fault.applyTo(show, LogFault::unavailable);
        });
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return reading().then(log.get(key, version));
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        return reading().then(log.latest(key));
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        return reading().then(log.find(key, id));
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return reading().thenMany(log.list(key, from, to));
    }

    private <T> Mono<T> appending(Mono<T> append, RecordedCommand first) {
        return Mono.defer(() -> {
            appends.incrementAndGet();
            LogFault fault = draw(nextAppends);
            return fault == null
                    ? append
                    : fault.applyTo(append, () -> new OutcomeUnknownException(first.key(), first.id(), null));
        });
    }

    /** Completes when a read may go ahead. Of a read it does not matter whether the log heard of it. */
    private Mono<Void> reading() {
        return Mono.defer(() -> {
            reads.incrementAndGet();
            LogFault fault = draw(nextReads);
            return fault == null ? Mono.empty() : fault.applyTo(Mono.empty(), LogFault::unavailable);
        });
    }

    private @Nullable LogFault draw(Queue<LogFault> scripted) {
        LogFault fault = scripted.poll();
        Chance current = chance;
        if (fault == null && current != null) {
            fault = current.draw();
        }
        if (fault != null) {
            faults.incrementAndGet();
        }
        return fault;
    }

    private record Chance(RandomGenerator random, double probability, List<LogFault> faults) {

        Chance {
            requireNonNull(random, "random");
            if (!(probability >= 0 && probability <= 1) || faults.isEmpty()) {
                throw new InvalidValueException(
                        "probability", Double.toString(probability), "must be from 0 to 1, and of at least one fault");
            }
        }

        synchronized @Nullable LogFault draw() {
            return random.nextDouble() < probability ? faults.get(random.nextInt(faults.size())) : null;
        }
    }
}
