/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.Retry.RetrySignal;

/**
 * Carries the changes of one command table to Kafka: each one at least once, those of one item in the order of their
 * versions, with bounded memory. A checkpoint never passes a change that Kafka has not acknowledged.
 *
 * <p>Any number of workers may carry one table: they share its shards.
 */
public final class StreamBridge {

    /** How far the clocks of those who record changes may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final StreamSource source;
    private final ChangePublisherFactory publishers;
    private final CommandTable table;
    private final BridgeOptions options;
    private final BridgeEvents events;
    private final Clock clock;
    private final WorkerMemory memory;
    private final Watch watch;

    private StreamBridge(
            StreamSource source,
            ChangePublisherFactory publishers,
            CommandTable table,
            BridgeOptions options,
            BridgeEvents events,
            Clock clock) {
        this.source = source;
        this.publishers = publishers;
        this.table = table;
        this.options = options;
        this.events = events;
        this.clock = clock;
        Progress progress = new Progress(clock, options.watch());
        this.memory = new WorkerMemory(
                new SeenVersions(options.order().memoryBytes()), new Healing(table, options.order(), events), progress);
        this.watch =
                new Watch(progress, options.watch(), options.order().lookBack().plus(CLOCK_SKEW), events);
    }

    /**
     * Returns a bridge from the source to the publishers.
     *
     * @param table the table whose stream the source reads, for what the stream does not bring
     */
    public static StreamBridge of(
            StreamSource source,
            ChangePublisherFactory publishers,
            CommandTable table,
            BridgeOptions options,
            BridgeListener listener) {
        return of(source, publishers, table, options, listener, Clock.systemUTC());
    }

    static StreamBridge of(
            StreamSource source,
            ChangePublisherFactory publishers,
            CommandTable table,
            BridgeOptions options,
            BridgeListener listener,
            Clock clock) {
        return new StreamBridge(
                requireNonNull(source, "source"),
                requireNonNull(publishers, "publishers"),
                requireNonNull(table, "table"),
                requireNonNull(options, "options"),
                new BridgeEvents(requireNonNull(listener, "listener")),
                clock);
    }

    /** How this worker fares now. Cheap; from any thread. */
    public BridgeHealth health() {
        return memory.progress().health();
    }

    /**
     * Publishes again what was recorded since that moment, per item in the order of its versions, except for what this
     * worker knows to be carried. Reads the whole command table, at the speed of {@link BridgeOptions#repair()}.
     *
     * <p>May be used while bridges run: it only adds repeats, and what they have missed. A bridge that finds records of
     * its stream deleted does this by itself.
     *
     * <ul>
     *   <li><b>Fails</b> with a {@link MillraceException} of the table or the publisher; what was published stays.
     *   <li><b>Cancelling</b> stops it; a later call begins from the start.
     * </ul>
     */
    public Mono<Void> republishSince(Instant since) {
        requireNonNull(since, "since");
        return Flux.usingWhen(
                        publishers.open(Repair.MAX_IN_FLIGHT + Healing.maxInFlight(options.order())),
                        publisher -> repair(publisher).publishSince(since),
                        ChangePublisher::close)
                .then();
    }

    /**
     * Carries changes until {@code stop} completes; then stops reading, waits for what is in flight, saves the
     * checkpoints, closes everything and completes.
     *
     * <p>Nothing happens until subscription; one subscription at a time. After a failure everything is closed and opened
     * again from the last checkpoints saved, for ever, with a growing pause.
     *
     * <ul>
     *   <li><b>Fails</b> only with what no restart mends: a {@link MillraceException} that must not be tried again.
     *   <li><b>Cancelling</b> stops at once and closes in the background: nothing is lost, but what is in flight is
     *       published again by whoever reads on.
     *   <li><b>Threads</b>: signals arrive on threads of the source or the publisher; do not block there.
     * </ul>
     *
     * @param stop ends the run gracefully; a failed one counts as well
     */
    public Mono<Void> runUntil(Mono<?> stop) {
        requireNonNull(stop, "stop");
        return Mono.defer(() -> supervise(stop.then().onErrorComplete().cache()));
    }

    private Mono<Void> supervise(Mono<Void> stop) {
        return attempt(stop)
                .doOnTerminate(memory.progress()::stopped)
                .retryWhen(Retry.from(failures -> restarts(failures, stop)))
                .takeUntilOther(stop.then(Mono.delay(options.drainTimeout())))
                .then();
    }

    private Flux<SequenceNumber> attempt(Mono<Void> stop) {
        int healing = Healing.maxInFlight(options.order());
        return Flux.usingWhen(
                publishers.open(options.maxInFlight() + Repair.MAX_IN_FLIGHT + 2 * healing),
                publisher -> carry(publisher, stop),
                ChangePublisher::close);
    }

    private Flux<SequenceNumber> carry(ChangePublisher publisher, Mono<Void> stop) {
        ShardPipeline pipeline = new ShardPipeline(publisher, options, memory, repair(publisher), events);
        Sinks.Empty<Void> over = Sinks.empty();
        return source.shards(stop)
                .doOnSubscribe(subscription -> memory.progress().started())
                .flatMap(pipeline::carry, source.maxShards())
                .doOnTerminate(over::tryEmitEmpty)
                .mergeWith(watch.run().takeUntilOther(over.asMono()));
    }

    /** The changes of a repair go the way of a shard's, with a budget of their own: the shard may have used up the other. */
    private Repair repair(ChangePublisher publisher) {
        BridgeOptions few = options.withMaxInFlight(Repair.MAX_IN_FLIGHT).withCheckpointInterval(Repair.BETWEEN_NOTES);
        Repair none = new Repair(table, options.repair(), events, clock, feed -> Flux.empty());
        ShardPipeline pipeline = new ShardPipeline(publisher, few, memory, none, events);
        return new Repair(table, options.repair(), events, clock, pipeline::carry);
    }

    /** Emits when it is time to begin again; completes when the bridge is to stop instead. */
    private Flux<Boolean> restarts(Flux<RetrySignal> failures, Mono<Void> stop) {
        return failures.concatMap(failure -> pause(failure, stop)).takeWhile(again -> again);
    }

    private Mono<Boolean> pause(RetrySignal signal, Mono<Void> stop) {
        if (isFinal(signal.failure())) {
            return Mono.error(signal.failure());
        }
        var pause = options.pauseAfter(signal.totalRetriesInARow());
        memory.progress().failed();
        events.restarting(signal.failure(), pause);
        return Mono.firstWithSignal(Mono.delay(pause).thenReturn(true), stop.thenReturn(false));
    }

    private static boolean isFinal(Throwable failure) {
        return failure instanceof MillraceException known && known.retry() == MillraceException.Retry.NEVER;
    }
}
