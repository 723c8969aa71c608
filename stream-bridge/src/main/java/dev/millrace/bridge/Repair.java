/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.StreamRecord.Changed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes from the command table what a stream has lost; shards that lost the same time share one repair. */
final class Repair {

    /** Rows of a table scan in flight: they may weigh 400 KB each. */
    static final int MAX_IN_FLIGHT = 64;

    /** What a stream loses is a day old, so a repair that began this long ago has published it too. */
    private static final Duration VALID = Duration.ofHours(12);

    private static final ShardId SCAN = ShardId.of("repair");

    private final CommandTable table;
    private final RepairOptions options;
    private final BridgeEvents events;
    private final Clock clock;
    private final InFlightBudget oneAtATime = new InFlightBudget(1, Long.MAX_VALUE);
    private final Function<ShardFeed, Flux<SequenceNumber>> carrying;

    private volatile @Nullable Finished last;

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
    Mono<Void> repair(ShardId shard, Instant since) {
        return Mono.usingWhen(
                        Mono.fromSupplier(oneAtATime::open),
                        turn -> turn.admit(new StreamRecord.Trimmed(since)).then(Mono.defer(() -> repair(since))),
                        turn -> Mono.fromRunnable(turn::close))
                .doOnSubscribe(subscription -> events.dataTrimmed(shard, since))
                .doOnSuccess(done -> events.repaired(shard, since));
    }

    /** Publishes everything recorded since that moment. */
    Mono<Void> publishSince(Instant since) {
        Flux<StreamRecord> changes =
                table.recordedSince(since, options).map(change -> new Changed(SequenceNumber.NONE, 0, change));
        return carrying.apply(new ShardFeed(SCAN, changes, upTo -> Mono.empty()))
                .then();
    }

    private Mono<Void> repair(Instant since) {
        Instant began = clock.instant();
        Finished before = last;
        return before != null && before.covers(since, began)
                ? Mono.empty()
                : publishSince(since).doOnSuccess(done -> last = new Finished(since, began));
    }

    private record Finished(Instant since, Instant began) {

        boolean covers(Instant wanted, Instant now) {
            return !wanted.isBefore(since) && now.isBefore(began.plus(VALID));
        }
    }
}
