/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;
import dev.millrace.bridge.streams.StreamReader;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** One run of a worker, from taking the stream to leaving it. */
final class DirectRun {

    private static final Logger log = LoggerFactory.getLogger(DirectRun.class);

    /** How soon to look again for the child of a shard that has ended. */
    private static final Duration CHILD_INTERVAL = Duration.ofSeconds(1);

    private static final int FORGETTING = 4;

    private final StreamReader stream;
    private final CheckpointStore store;
    private final DirectOptions options;
    private final Scheduler timer;
    private final TenureKeeper keeper;
    private final Set<DirectReading> readings = ConcurrentHashMap.newKeySet();
    private final Sinks.Empty<Void> end = Sinks.empty();

    private volatile Sinks.Empty<Void> shardEnded = Sinks.empty();

    DirectRun(StreamReader stream, CheckpointStore store, DirectOptions options, Scheduler timer) {
        this.stream = stream;
        this.store = store;
        this.options = options;
        this.timer = timer;
        this.keeper = new TenureKeeper(store, stream.streamArn(), options, timer);
    }

    /** Emits a feed for each shard as soon as it may be read, until stopped and drained. */
    Flux<ShardFeed> feeds(Mono<?> stop) {
        Mono<Void> stopped = stop.then().onErrorComplete().cache();
        return store.prepare().then(keeper.begin()).takeUntilOther(stopped).flatMapMany(epoch -> feeds(epoch, stopped)
                .takeUntilOther(keeper.keep()));
    }

    private Flux<ShardFeed> feeds(long epoch, Mono<Void> stopped) {
        log.info("worker {} reads stream {}", options.workerId(), stream.streamArn());
        Reader reader = new Reader(stream, store, epoch, timer);
        return succeed(epoch)
                .then(store.shards())
                .flatMapMany(kept -> discovered(new ShardGraph(kept), reader, stopped))
                .takeUntilOther(stopped)
                .concatWith(Mono.defer(this::drained));
    }

    /** Moves on from a stream that this one took the place of: its first shards owe what came out of neither. */
    private Mono<Void> succeed(long epoch) {
        return store.owed()
                .doOnNext(owed -> log.warn(
                        "stream {} took the place of another one; what was recorded since {} is owed",
                        stream.streamArn(),
                        owed.carriedUpTo()))
                .flatMap(owed -> firstShards()
                        .concatMap(shard -> store.claim(shard, epoch, owed))
                        .then(store.forgetOtherStreams()));
    }

    private Flux<ShardId> firstShards() {
        return stream.shards()
                .collectList()
                .filter(shards -> !shards.isEmpty())
                .switchIfEmpty(Mono.error(new StoreUnavailableException(
                        "stream %s has no shards yet".formatted(stream.streamArn()), null)))
                .flatMapIterable(ShardGraph::first);
    }

    private Flux<ShardFeed> discovered(ShardGraph graph, Reader reader, Mono<Void> stopped) {
        return Flux.defer(() -> look(graph))
                .map(shard -> begin(shard, graph, reader, stopped))
                .repeatWhen(looks -> looks.concatMap(found -> pause(graph), 1));
    }

    private Flux<ShardId> look(ShardGraph graph) {
        shardEnded = Sinks.empty(); // before the question: an end after it asks again
        return stream.shards()
                .collectList()
                .flatMapIterable(graph::update)
                .concatWith(Flux.defer(() -> forgetWhatIsGone(graph)));
    }

    private Flux<ShardId> forgetWhatIsGone(ShardGraph graph) {
        return Flux.fromIterable(graph.takeForgettable())
                .flatMap(store::forget, FORGETTING)
                .thenMany(Flux.<ShardId>empty())
                .onErrorComplete(); // the next run comes to it again
    }

    private Mono<Long> pause(ShardGraph graph) {
        boolean soon = graph.isWaitingForChildren() && CHILD_INTERVAL.compareTo(options.discovery()) < 0;
        return Mono.firstWithSignal(
                Mono.delay(soon ? CHILD_INTERVAL : options.discovery(), timer),
                shardEnded.asMono().thenReturn(0L));
    }

    private ShardFeed begin(ShardId shard, ShardGraph graph, Reader reader, Mono<Void> stopped) {
        DirectReading reading = new DirectReading(shard, graph.inherited(shard), reader, stopped, listener(graph));
        readings.removeIf(DirectReading::isOver);
        readings.add(reading);
        return reading.feed();
    }

    private ShardListener listener(ShardGraph graph) {
        return new ShardListener() {

            @Override
            public void ended(ShardId shard) {
                graph.ended(shard);
                shardEnded.tryEmitEmpty();
            }

            @Override
            public void noted(ShardId shard, ShardNote note) {
                graph.noted(shard, note);
            }
        };
    }

    private Mono<ShardFeed> drained() {
        return Mono.when(readings.stream().map(DirectReading::over).toList()).then(Mono.empty());
    }

    /** Leaves the stream to whoever comes next; completes when everything is closed. */
    Mono<Void> close() {
        Mono<Void> closing =
                Mono.<Void>fromRunnable(stream::close).subscribeOn(Schedulers.boundedElastic()); // it waits
        return keeper.end().then(closing).doFinally(closed -> {
            log.info("worker {} left stream {}", options.workerId(), stream.streamArn());
            end.tryEmitEmpty();
        });
    }

    /** Completes when everything is closed, however the run ended. */
    Mono<Void> end() {
        return end.asMono();
    }
}
