/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.bridge.StreamRecord.Mark;
import dev.millrace.change.ChangeRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Publishes from the command table what a stream has lost. Shards that lost the same time share one repair, and each of
 * them keeps a note of how far it has come: whoever reads one of them next goes on there.
 */
final class Repair {

    /** Rows of a table scan in flight: they may weigh 400 KB each. */
    static final int MAX_IN_FLIGHT = 64;

    /** What is carried but not noted yet is published again by whoever goes on. */
    static final Duration BETWEEN_NOTES = Duration.ofSeconds(5);

    private static final int NOTES_AT_ONCE = 16;

    private static final ShardId SCAN = ShardId.of("repair");

    private final CommandTable table;
    private final RepairOptions options;
    private final BridgeEvents events;
    private final Clock clock;
    private final InFlightBudget oneAtATime = new InFlightBudget(1, Long.MAX_VALUE);
    private final Map<ShardFeed, Instant> waiting = new ConcurrentHashMap<>();
    private final Function<ShardFeed, Flux<SequenceNumber>> carrying;
    private volatile @Nullable RepairProgress last;

    /** Creates repairs whose changes are carried as those of a shard are. */
    Repair(
            CommandTable table,
            RepairOptions options,
            BridgeEvents events,
            Clock clock,
            Function<ShardFeed, Flux<SequenceNumber>> carrying) {
        this.table = table;
        this.options = options;
        this.events = events;
        this.clock = clock;
        this.carrying = carrying;
    }

    /** Completes when everything recorded since that moment is acknowledged, by this repair or by one shortly before. */
    Mono<Void> repair(ShardFeed shard, Instant since) {
        return Mono.usingWhen(
                        Mono.fromSupplier(oneAtATime::open),
                        turn -> turn.admit(new StreamRecord.Trimmed(since))
                                .then(progress(shard, since))
                                .flatMap(this::finish)
                                .then(settle(shard, since)),
                        turn -> Mono.fromRunnable(turn::close))
                .doOnSubscribe(subscription -> begin(shard, since))
                .doOnSuccess(done -> events.repaired(shard.shard(), since))
                .doFinally(ended -> waiting.remove(shard));
    }

    /** Publishes everything recorded since that moment. */
    Mono<Void> publishSince(Instant since) {
        return Mono.defer(() -> publish(RepairProgress.begin(since, clock.instant()), upTo -> Mono.empty()));
    }

    private void begin(ShardFeed shard, Instant since) {
        waiting.put(shard, since);
        events.dataTrimmed(shard.shard(), since);
    }

    private Mono<RepairProgress> progress(ShardFeed shard, Instant since) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return Mono.justOrEmpty(last)
                    .filter(known -> known.covers(since, now))
                    .switchIfEmpty(noted(shard).filter(known -> known.covers(since, now)))
                    .defaultIfEmpty(RepairProgress.begin(since, now));
        });
    }

    /** A note only saves time, so one that cannot be read is none. */
    private static Mono<RepairProgress> noted(ShardFeed shard) {
        return shard.checkpointer()
                .repairedUpTo()
                .flatMap(place -> Mono.justOrEmpty(RepairProgress.read(place)))
                .onErrorComplete();
    }

    private Mono<Void> finish(RepairProgress begun) {
        return begun.isDone() ? Mono.empty() : publish(begun, this::note);
    }

    /** Says again what was known, now that it is true of all the shard. */
    private static Mono<Void> settle(ShardFeed shard, Instant since) {
        return Mono.defer(() -> shard.checkpointer().note(since)).onErrorComplete();
    }

    private Mono<Void> note(SequenceNumber upTo) {
        return Mono.justOrEmpty(RepairProgress.read(upTo))
                .doOnNext(progress -> last = progress)
                .flatMapIterable(progress -> waiting.entrySet().stream()
                        .filter(shard -> !shard.getValue().isBefore(progress.since()))
                        .map(Map.Entry::getKey)
                        .toList())
                .flatMap(shard -> shard.checkpointer().noteRepair(upTo).onErrorComplete(), NOTES_AT_ONCE)
                .then();
    }

    private Mono<Void> publish(RepairProgress begun, Checkpointer notes) {
        return carrying.apply(new ShardFeed(SCAN, Flux.defer(() -> left(begun)), notes))
                .then();
    }

    private Flux<StreamRecord> left(RepairProgress begun) {
        AtomicReference<RepairProgress> read = new AtomicReference<>(begun);
        return Flux.range(0, CommandTable.PARTS)
                .filter(begun::isLeft)
                .flatMap(part -> rows(begun.since(), part), options.segments(), 1)
                .map(row -> row.change == null
                        ? new Mark(read.updateAndGet(before -> before.with(row.part))
                                .place())
                        : new Changed(SequenceNumber.NONE, 0, row.change));
    }

    private Flux<Row> rows(Instant since, int part) {
        return table.recordedSince(since, part, options.pause())
                .map(change -> new Row(part, change))
                .concatWithValues(new Row(part, null));
    }

    /** A row of a part of the table, or its end. */
    private record Row(int part, @Nullable ChangeRecord change) {}
}
