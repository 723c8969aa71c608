/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.streams.ShardNote;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;
import software.amazon.kinesis.leases.LeaseCoordinator;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** One run of a Kinesis client, from start to stop, on a thread of its own. */
final class KclWorker {

    private static final Logger log = LoggerFactory.getLogger(KclWorker.class);

    /** Saves wait for DynamoDB; a shard has one under way at a time. */
    private static final int SAVING_THREADS = 4;

    /** Audits and watches per patience with a silent worker: an orphan is found within three of those. */
    private static final int FAILOVERS_PER_AUDIT = 3;

    private static final int TAKES_PER_FAILOVER = 4;

    private final Mono<String> currentStream;
    private final Consumer<ShardId> adopted;
    private final KclSetup setup;
    private final KclOptions options;
    private final Thread thread;
    private final Scheduler saving;
    private final Sinks.Many<ShardFeed> feeds;
    private final Sinks.Empty<Void> end = Sinks.empty();
    private final Set<ShardReading> reading = ConcurrentHashMap.newKeySet();
    private final Map<ShardId, ShardSignals> signals = new ConcurrentHashMap<>();

    private boolean stopping;
    private boolean abandoned;
    private software.amazon.kinesis.coordinator.@Nullable Scheduler running;
    private volatile @Nullable WorkerTools tools;

    /**
     * Creates a worker.
     *
     * @param currentStream names the stream that is to be read; emits another name once it was replaced
     * @param adopted learns of each shard that had no lease and was given one
     */
    KclWorker(KclSetup setup, Mono<String> currentStream, KclOptions options, Consumer<ShardId> adopted) {
        this.setup = setup;
        this.currentStream = currentStream;
        this.adopted = adopted;
        this.options = options;
        this.thread = new Thread(this::runToEnd, "millrace-kcl-" + options.workerId());
        this.thread.setDaemon(true);
        this.saving = Schedulers.newBoundedElastic(SAVING_THREADS, options.maxShards(), "millrace-kcl-save", 60, true);
        this.feeds = Sinks.many()
                .unicast()
                .onBackpressureBuffer(Queues.<ShardFeed>get(options.maxShards()).get());
    }

    /** Completes when everything is closed, however the run ended. */
    Mono<Void> end() {
        return end.asMono();
    }

    Flux<ShardFeed> run(Mono<?> stop) {
        Mono<ShardFeed> stopped = stop.then(Mono.fromRunnable(this::stop));
        return feeds.asFlux()
                .doOnSubscribe(subscription -> thread.start())
                .mergeWith(stopped)
                .doOnCancel(this::abandon);
    }

    private void runToEnd() {
        try {
            setup.run(() -> new KclShardProcessor(this::begin), this::signals, this::start);
            end(new IllegalStateException("it stopped by itself"));
        } catch (Exception failure) {
            end(failure);
        } finally {
            reading.forEach(ShardReading::lose); // a shard that had only begun is told of no shutdown
            saving.dispose();
            end.tryEmitEmpty();
        }
    }

    /** A failure of a worker that is to stop is no failure: an interrupt has many names. */
    private synchronized void end(Exception cause) {
        if (stopping) {
            feeds.tryEmitComplete();
        } else {
            boolean known = cause instanceof MillraceException;
            feeds.tryEmitError(known ? cause : new StoreUnavailableException("the Kinesis client failed", cause));
        }
    }

    /** Runs the scheduler unless the worker was stopped meanwhile; returns when it has stopped. */
    private void start(software.amazon.kinesis.coordinator.Scheduler scheduler, WorkerTools opened) {
        synchronized (this) {
            if (stopping) {
                return;
            }
            running = scheduler;
            tools = opened;
        }
        log.info("worker {} started", options.workerId());
        Disposable auditing = audits(opened.audit()).subscribe();
        Disposable taking = takes(scheduler.leaseCoordinator()).subscribe();
        try {
            scheduler.run();
        } finally {
            auditing.dispose();
            taking.dispose();
        }
        log.info("worker {} stopped", options.workerId());
    }

    private Flux<Void> audits(LeaseAudit audit) {
        return Flux.interval(options.failover().multipliedBy(FAILOVERS_PER_AUDIT))
                .onBackpressureDrop()
                .concatMap(
                        tick -> Mono.<Void>fromCallable(() -> {
                                    audit.adoptOrphans(this::adopted);
                                    return null;
                                })
                                .subscribeOn(saving)
                                .onErrorResume(failure -> Mono.fromRunnable(() -> auditFailed(failure)))
                                .then(requireSameStream()),
                        1);
    }

    /**
     * Looks for leases to take more often than the Kinesis client does, which looks every two fail-over times and so needs
     * up to four of them to notice that a worker is dead.
     */
    private Flux<Void> takes(LeaseCoordinator coordinator) {
        return options.assignment() == KclOptions.Assignment.LEADER
                ? Flux.empty()
                : Flux.interval(options.betweenLooks(TAKES_PER_FAILOVER))
                        .onBackpressureDrop()
                        .concatMap(
                                tick -> Mono.<Void>fromCallable(() -> {
                                            take(coordinator);
                                            return null;
                                        })
                                        .subscribeOn(saving)
                                        .onErrorComplete(), // the Kinesis client's own looks log what fails
                                1);
    }

    private static void take(LeaseCoordinator coordinator) throws Exception {
        if (coordinator.isRunning()) {
            coordinator.runLeaseTaker();
        }
    }

    private void adopted(ShardId shard) {
        log.warn("shard {} had no lease though it was its turn; it has one now", shard);
        adopted.accept(shard);
    }

    private synchronized void auditFailed(Throwable failure) {
        if (!stopping) {
            log.warn("the leases could not be audited: {}", failure.getClass().getName());
        }
    }

    /** A stream that was replaced goes on being empty for ever: the next start finds out what to do. */
    private Mono<Void> requireSameStream() {
        return currentStream
                .filter(now -> !setup.streamArn().equals(now))
                .doOnNext(replaced -> fail(new StoreUnavailableException("the stream was replaced", null)))
                .onErrorComplete()
                .then();
    }

    private synchronized void fail(MillraceException failure) {
        if (!stopping) {
            feeds.tryEmitError(failure);
            abandon();
        }
    }

    /** Lets every shard save what it passed. */
    private synchronized void stop() {
        stopping = true;
        if (running == null) {
            thread.interrupt();
        } else {
            var unused = running.startGracefulShutdown(); // the end of the run tells
        }
    }

    /** Waits for nothing. */
    private synchronized void abandon() {
        stopping = true;
        abandoned = true;
        reading.forEach(ShardReading::giveUp);
        if (running == null) {
            thread.interrupt();
        } else if (!saving.isDisposed()) { // else the run is over
            saving.schedule(running::shutdown); // it waits for threads of its own
        }
    }

    private ShardSignals signals(ShardId shard) {
        ShardSignals fresh = new ShardSignals(Schedulers.parallel());
        signals.put(shard, fresh);
        return fresh;
    }

    private ShardReading begin(InitializationInput input) {
        ShardId shard = ShardId.of(input.shardId());
        WorkerTools with = requireNonNull(tools, "a shard begins after the start");
        ShardSignals told = requireNonNull(signals.get(shard), "signals come before a shard begins");
        ShardReading begun = new ShardReading(
                shard,
                records(shard, input.extendedSequenceNumber(), with),
                new KclCheckpointer(shard, saving, with.notes().of(shard)),
                new ShardEnd(shard, with).children().doOnNext(told::end).then(),
                over -> ended(over, shard, told));
        synchronized (this) {
            reading.add(begun);
            if (abandoned) {
                begun.giveUp();
            } else {
                feeds.tryEmitNext(begun.feed()).orThrow();
            }
        }
        return begun;
    }

    private static Flux<StreamRecord> records(ShardId shard, ExtendedSequenceNumber from, WorkerTools tools) {
        ShardNote known = tools.notes().read(shard);
        Optional<SequenceNumber> after = Optional.of(from)
                .filter(place -> !place.isSentinelCheckpoint())
                .map(place -> SequenceNumber.of(place.sequenceNumber()));
        Flux<StreamRecord> records =
                tools.stream().read(shard, after, tools.notes().carriedUpTo(shard));
        return known.isOfLoss(Instant.now())
                ? Flux.concat(Flux.just(new StreamRecord.Trimmed(known.carriedUpTo())), records)
                : records;
    }

    private void ended(ShardReading over, ShardId shard, ShardSignals told) {
        reading.remove(over);
        signals.remove(shard, told);
    }
}
