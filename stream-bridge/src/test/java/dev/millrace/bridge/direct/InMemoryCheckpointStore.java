/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** What the table does, in memory. */
final class InMemoryCheckpointStore implements CheckpointStore {

    private final Map<ShardId, Long> epochs = new HashMap<>();
    private final Map<ShardId, SequenceNumber> places = new HashMap<>();
    private Tenure tenure = Tenure.NONE;
    private String silent = "";

    /** Keeps a worker's signs of life from arriving. */
    synchronized void silence(String worker) {
        silent = worker;
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
    public Mono<Map<ShardId, SequenceNumber>> places() {
        return locked(() -> Map.copyOf(places));
    }

    @Override
    public Mono<SequenceNumber> claim(ShardId shard, long epoch) {
        return locked(() -> {
            if (epochs.getOrDefault(shard, 0L) > epoch) {
                throw new LeaseLostException(shard);
            }
            epochs.put(shard, epoch);
            return places.get(shard);
        });
    }

    @Override
    public Mono<Void> save(ShardId shard, long epoch, SequenceNumber place) {
        return locked(() -> {
            if (epochs.getOrDefault(shard, 0L) != epoch) {
                throw new LeaseLostException(shard);
            }
            places.put(shard, place);
            return null;
        });
    }

    @Override
    public Mono<Void> forget(ShardId shard) {
        return locked(() -> {
            places.remove(shard);
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
