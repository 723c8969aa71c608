/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.MillraceException;
import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.UndecodableRowException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Publishes, in order, the versions of an item that a stream did not bring in time. */
final class Healing {

    /** Versions of one item read and published at once: a gap is rarely longer, and this bounds what they may weigh. */
    static final int VERSIONS_AT_ONCE = 16;

    private static final Retry FOR_EVER = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
            .maxBackoff(Duration.ofSeconds(5))
            .filter(failure ->
                    failure instanceof MillraceException known && known.retry() == MillraceException.Retry.AS_IS);

    private final CommandTable table;
    private final Duration lookBack;
    private final InFlightBudget places;
    private final BridgeEvents events;

    Healing(CommandTable table, OrderOptions options, BridgeEvents events) {
        this.table = table;
        this.lookBack = options.lookBack();
        this.places = new InFlightBudget(options.maxHealing(), Long.MAX_VALUE);
        this.events = events;
    }

    /** How many publications this adds to those of the records in flight, at most. */
    static int maxInFlight(OrderOptions options) {
        return Math.multiplyExact(options.maxHealing(), VERSIONS_AT_ONCE);
    }

    /** Tells whether an item met for the first time is looked up. */
    boolean looksBack() {
        return !lookBack.isZero();
    }

    /** Publishes what is missing before a record, and the record; completes when all of it is acknowledged. */
    Mono<Void> heal(Changed record, Seen item, Object reader, boolean firstSight, ChangeRoad road) {
        ChangeRecord change = record.change();
        long known = item.lastFor(reader);
        Mono<Long> start = firstSight ? firstRecent(change, known) : Mono.just(known + 1);
        return Mono.usingWhen(
                Mono.fromSupplier(places::open),
                place -> place.admit(record).then(start).flatMap(from -> publish(record, from, road)
                        .doOnSuccess(
                                done -> item.sent(reader, from, change.version().value()))),
                place -> Mono.fromRunnable(place::close));
    }

    private Mono<Void> publish(Changed record, long from, ChangeRoad road) {
        long version = record.change().version().value();
        return missing(record, from, road)
                .then(road.publish(record.at(), record.change()))
                .doOnSuccess(done -> {
                    if (from < version) {
                        events.gapHealed(
                                road.shard(), record.change().key(), Version.of(from), Version.of(version - 1));
                    }
                });
    }

    private Mono<Void> missing(Changed record, long from, ChangeRoad road) {
        ItemKey key = record.change().key();
        long until = record.change().version().value();
        return Flux.fromStream(() -> LongStream.range(from, until).mapToObj(Version::of))
                .flatMapSequential(version -> read(key, version), VERSIONS_AT_ONCE, 1)
                .flatMapSequential(row -> publish(row, record.at(), road), VERSIONS_AT_ONCE, 1)
                .then();
    }

    /**
     * Emits the oldest of the versions before a change, one after the other, that were recorded within the look-back; the
     * change's own version if there is none.
     */
    private Mono<Long> firstRecent(ChangeRecord change, long known) {
        Instant oldest = change.state().audit().updated().at().minus(lookBack);
        return Mono.just(change.version().value())
                .expand(later -> later == known + 1 ? Mono.empty() : recent(change.key(), later - 1, oldest))
                .last();
    }

    private Mono<Long> recent(ItemKey key, long version, Instant oldest) {
        return read(key, Version.of(version)).filter(row -> row.isSince(oldest)).map(row -> version);
    }

    private Mono<Row> read(ItemKey key, Version version) {
        return table.get(key, version)
                .map(change -> new Row(key, version, change, null))
                .onErrorResume(UndecodableRowException.class, cause -> Mono.just(new Row(key, version, null, cause)))
                .defaultIfEmpty(new Row(key, version, null, null))
                .retryWhen(FOR_EVER);
    }

    private Mono<Void> publish(Row row, SequenceNumber at, ChangeRoad road) {
        if (row.change != null) {
            return road.publish(at, row.change);
        }
        if (row.unreadable != null) {
            return road.setAside(road.letter(at, row.key, row.version, row.unreadable));
        }
        return Mono.fromRunnable(() -> events.versionMissing(road.shard(), row.key, row.version));
    }

    /** A version's row, if there is one and it can be read. */
    private record Row(
            ItemKey key, Version version, @Nullable ChangeRecord change, @Nullable UndecodableRowException unreadable) {

        boolean isSince(Instant oldest) {
            return change != null && !change.state().audit().updated().at().isBefore(oldest);
        }
    }
}
