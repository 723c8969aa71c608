/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** What the table does, in memory. */
final class InMemoryCheckpointStore implements CheckpointStore {

    private final Map<ShardId, Long> epochs = new HashMap<>();
    private final Map<ShardId, ShardRow> rows = new HashMap<>();
    private final Map<ShardId, SequenceNumber> repairs = new HashMap<>();
    private Tenure tenure = Tenure.NONE;
    private String silent = "";
    private Runnable beforeTake = () -> {};

    /** Keeps a worker's signs of life from arriving. */
    synchronized void silence(String worker) {
        silent = worker;
    }

    /** Lets something happen between the next worker's look and its attempt to take the stream. */
    synchronized void beforeNextTake(Mono<?> event) {
        beforeTake = () -> {
            beforeTake = () -> {};
            event.block();
        };
    }

    @Override
    public Mono<Void> prepare() {
        return Mono.empty();
    }

    @Override
    public Mono<Tenure> tenure() {
        return locked(() -> tenure);
    }

    @Override
    public Mono<Tenure> take(Tenure seen, String owner) {
        return locked(() -> {
            beforeTake.run();
            if (!tenure.equals(seen)) {
                return null;
            }
            tenure = new Tenure(owner, seen.epoch() + 1, 0);
            return tenure;
        });
    }

    @Override
    public Mono<Boolean> beat(long epoch) {
        return locked(() -> {
            if (tenure.isOf(silent)) {
                throw new StoreUnavailableException("silent", null);
            }
            boolean mine = tenure.epoch() == epoch;
            tenure = mine ? new Tenure(tenure.owner(), epoch, tenure.beats() + 1) : tenure;
            return mine;
        });
    }

    @Override
    public Mono<Void> release(long epoch) {
        return locked(() -> {
            tenure = tenure.epoch() == epoch ? new Tenure("", epoch, tenure.beats()) : tenure;
            return null;
        });
    }

    @Override
    public Mono<Map<ShardId, ShardRow>> shards() {
        return locked(() -> Map.copyOf(rows));
    }

    @Override
    public Mono<ShardRow> claim(ShardId shard, long epoch, ShardNote inherited) {
        return locked(() -> {
            if (epochs.getOrDefault(shard, 0L) > epoch) {
                throw new LeaseLostException(shard);
            }
            epochs.put(shard, epoch);
            return rows.merge(
                    shard,
                    new ShardRow(Optional.empty(), inherited),
                    (kept, fresh) ->
                            new ShardRow(kept.place(), kept.note().equals(ShardNote.NONE) ? inherited : kept.note()));
        });
    }

    @Override
    public Mono<Void> save(ShardId shard, long epoch, SequenceNumber place) {
        return write(
                shard, epoch, () -> rows.compute(shard, (same, kept) -> new ShardRow(Optional.of(place), kept.note())));
    }

    @Override
    public Mono<Void> note(ShardId shard, long epoch, Instant carriedUpTo) {
        return write(
                shard,
                epoch,
                () -> rows.compute(
                        shard, (same, kept) -> new ShardRow(kept.place(), new ShardNote(carriedUpTo, false))));
    }

    @Override
    public Mono<Void> noteRepair(ShardId shard, long epoch, SequenceNumber upTo) {
        return write(shard, epoch, () -> repairs.put(shard, upTo));
    }

    @Override
    public Mono<SequenceNumber> repairedUpTo(ShardId shard) {
        return locked(() -> repairs.get(shard));
    }

    private Mono<Void> write(ShardId shard, long epoch, Runnable change) {
        return locked(() -> {
            if (epochs.getOrDefault(shard, 0L) != epoch) {
                throw new LeaseLostException(shard);
            }
            change.run();
            return null;
        });
    }

    @Override
    public Mono<ShardNote> owed() {
        return Mono.empty();
    }

    @Override
    public Mono<Void> forgetOtherStreams() {
        return Mono.error(new AssertionError("there are no others"));
    }

    @Override
    public Mono<Void> forget(ShardId shard) {
        return locked(() -> {
            rows.remove(shard);
            epochs.remove(shard);
            return null;
        });
    }

    private <T> Mono<T> locked(Supplier<T> work) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                return work.get();
            }
        });
    }
}
