/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.StreamSource;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** What a worker sees of the stream: the shards it holds a lease of, as long as it does. */
final class SimSource implements StreamSource {

    private static final int MAX_SHARDS = 16;
    private static final long RENEWAL_MILLIS = 500;
    private static final long FAILOVER_MILLIS = 2_000;

    private final World world;
    private final SimStream stream;
    private final SimProcess worker;

    SimSource(World world, SimStream stream, SimProcess worker) {
        this.world = world;
        this.stream = stream;
        this.worker = worker;
    }

    @Override
    public int maxShards() {
        return MAX_SHARDS;
    }

    @Override
    public Flux<ShardFeed> shards(Mono<?> stop) {
        return Flux.create(feeds -> {
            Leases leases = new Leases(feeds);
            feeds.onCancel(leases::giveUp);
            feeds.onDispose(stop.subscribe(null, failure -> leases.stop(), leases::stop));
            leases.keep();
        });
    }

    /** The leases of one subscription. */
    private final class Leases {

        private final FluxSink<ShardFeed> feeds;
        private final List<SimReader> readers = new ArrayList<>();
        private boolean over;

        Leases(FluxSink<ShardFeed> feeds) {
            this.feeds = feeds;
        }

        void keep() {
            worker.whenAwake(() -> {
                if (!over) {
                    readers.removeIf(reader -> !reader.renew());
                    take();
                    world.later(RENEWAL_MILLIS, this::keep);
                }
            });
        }

        /** Takes one shard at a time, so that others get theirs. */
        private void take() {
            stream.shards().stream()
                    .filter(SimShard::isReadable)
                    .filter(this::isToBeHad)
                    .findFirst()
                    .ifPresent(this::take);
        }

        private boolean isToBeHad(SimShard shard) {
            return !shard.isOwnedBy(worker.name())
                    && (shard.isFreeAt(world.nowMillis(), FAILOVER_MILLIS) || world.happens(Trouble.LEASE_STOLEN));
        }

        private void take(SimShard shard) {
            SimReader reader = new SimReader(world, worker, shard, shard.take(worker.name(), world.nowMillis()));
            readers.add(reader);
            feeds.next(new ShardFeed(shard.id(), reader, upTo -> save(shard, reader, upTo)));
        }

        private Mono<Void> save(SimShard shard, SimReader reader, SequenceNumber upTo) {
            return Mono.create(saved -> worker.whenAwake(
                    () -> world.later(world.between("save", 2, 40), () -> arrive(shard, reader, upTo, saved))));
        }

        /** The table of leases does what it is asked to, whether or not the worker lives to hear of it. */
        private void arrive(SimShard shard, SimReader reader, SequenceNumber upTo, MonoSink<Void> saved) {
            if (reader.holds() || world.has(Sabotage.LEASES_UNFENCED)) {
                shard.save(upTo);
                worker.whenAwake(saved::success);
            } else {
                worker.whenAwake(() -> saved.error(new LeaseLostException(shard.id())));
            }
        }

        void giveUp() {
            over = true;
            if (worker.isAlive()) {
                readers.forEach(SimReader::giveUp);
            }
        }

        void stop() {
            over = true;
            readers.forEach(SimReader::stop);
            feeds.complete();
        }
    }
}
