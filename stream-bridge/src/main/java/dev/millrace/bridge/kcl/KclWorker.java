/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.RecordsTrimmedException;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.RecordDecoder;
import dev.millrace.change.ChangeRecord;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One run of a Kinesis client, from start to stop, on a thread of its own. */
final class KclWorker {

    private static final Logger log = LoggerFactory.getLogger(KclWorker.class);

    /** Saves wait for DynamoDB; a shard has one under way at a time. */
    private static final int SAVING_THREADS = 4;

    private static final int FAILOVERS_PER_AUDIT = 3;

    private final KclSetup setup;
    private final Function<Map<String, AttributeValue>, ChangeRecord> decoder;
    private final KclOptions options;
    private final Thread thread;
    private final Scheduler saving;
    private final Sinks.Many<ShardFeed> feeds;
    private final Sinks.Empty<Void> end = Sinks.empty();
    private final Set<ShardReading> reading = ConcurrentHashMap.newKeySet();

    private boolean stopping;
    private boolean abandoned;
    private software.amazon.kinesis.coordinator.@Nullable Scheduler running;

    KclWorker(KclSetup setup, Function<Map<String, AttributeValue>, ChangeRecord> decoder, KclOptions options) {
        this.setup = setup;
        this.decoder = decoder;
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
            setup.run(() -> new KclShardProcessor(this::begin), this::trimmed, this::start);
            end(new IllegalStateException("it stopped by itself"));
        } catch (Exception failure) {
            end(failure);
        } finally {
            reading.forEach(ShardReading::giveUp);
            saving.dispose();
            end.tryEmitEmpty();
        }
    }

    /** A failure of a worker that is to stop is no failure: an interrupt has many names. */
    private synchronized void end(Exception cause) {
        if (stopping) {
            feeds.tryEmitComplete();
        } else {
            feeds.tryEmitError(new StoreUnavailableException("the Kinesis client failed", cause));
        }
    }

    /** Runs the scheduler unless the worker was stopped meanwhile; returns when it has stopped. */
    private void start(software.amazon.kinesis.coordinator.Scheduler scheduler, LeaseSeed seed) {
        synchronized (this) {
            if (stopping) {
                return;
            }
            running = scheduler;
        }
        long audit = options.failover().multipliedBy(FAILOVERS_PER_AUDIT).toMillis();
        saving.schedulePeriodically(() -> sow(seed), audit, audit, TimeUnit.MILLISECONDS);
        log.info("worker {} started", options.workerId());
        scheduler.run();
        log.info("worker {} stopped", options.workerId());
    }

    /** A shard that nobody has a lease of would never be read. */
    private static void sow(LeaseSeed seed) {
        try {
            seed.sow();
        } catch (RuntimeException failure) {
            log.warn("shards could not be compared with leases", failure);
        }
    }

    /** Lets every shard finish the batch at hand. */
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
        } else {
            saving.schedule(running::shutdown); // it waits for threads of its own
        }
    }

    /** The Kinesis client tries again for ever: the subscriber is to know why nothing comes. */
    private synchronized void trimmed(ShardId shard, RuntimeException cause) {
        if (!stopping) {
            feeds.tryEmitError(new RecordsTrimmedException(shard, cause));
            abandon();
        }
    }

    private ShardReading begin(ShardId shard) {
        ShardReading begun = new ShardReading(
                shard, new RecordDecoder(shard, decoder), new KclCheckpointer(shard, saving), reading::remove);
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
}
