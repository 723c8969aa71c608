/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** One run of the demo on a road that is laid: publish, wait until everything has arrived, compare. */
final class Demo {

    private static final Duration TICK = Duration.ofMillis(200);
    private static final int MOST_INVALID_SHOWN = 20;

    private final Road road;
    private final DemoOptions options;
    private final PrintStream out;

    private final ExpectedItems expected = new ExpectedItems();
    private final Arrivals arrivals = new Arrivals();
    private final TopicAudit audit = new TopicAudit();
    private final LongAdder carried = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final HeapMeter heap = new HeapMeter();
    private final Rate publishRate = new Rate();
    private final Rate carryRate = new Rate();
    private final Rate arrivalRate = new Rate();
    private final Publishing publishing;

    Demo(Road road, DemoOptions options, PrintStream out) {
        this.road = road;
        this.options = options;
        this.out = out;
        this.publishing = new Publishing(road.module().commandService(), expected);
    }

    /** Emits the report, or is empty if told to stop before there is one; the road is at rest by then. */
    Mono<DemoReport> run(long lines, Mono<?> stop) {
        Sinks.Empty<Void> done = Sinks.empty();
        Mono<Void> running = Mono.when(
                        road.bridges(options.workers, options.source, counting(), done.asMono()),
                        road.dataTable(arrivals, done.asMono()),
                        road.audit(audit, done.asMono()))
                .cache();
        Mono<DemoReport> work =
                Mono.using(() -> Progress.on(out, Math.min(lines, options.limit)), this::work, Progress::close);
        Mono<DemoReport> ended = running.then(Mono.error(() -> new IllegalStateException("the road ended early")));
        return Mono.usingWhen(
                Mono.just(done),
                ignored -> Mono.firstWithSignal(work.takeUntilOther(stop), ended),
                ignored -> bringToRest(done, running));
    }

    private static Mono<Void> bringToRest(Sinks.Empty<Void> done, Mono<Void> running) {
        done.tryEmitEmpty();
        return running.onErrorComplete();
    }

    private BridgeListener counting() {
        return new BridgeListener() {
            @Override
            public void changePublished(ShardId shard, ChangeRecord change) {
                carried.increment();
            }
        };
    }

    private Mono<DemoReport> work(Progress progress) {
        Stopwatch watch = new Stopwatch();
        Flux<InputChange> changes =
                options.inputFile().changes(this::reject).take(options.limit).subscribeOn(Schedulers.boundedElastic());
        Mono<Verification> arrived = publishing
                .publish(changes, options.concurrency)
                .doOnSuccess(done -> watch.published())
                .then(Mono.defer(this::arrival))
                .doOnSuccess(done -> watch.arrived())
                .then(Mono.defer(() -> Verification.of(expected, road.module().dataService())));
        Flux<Long> ticking = Flux.interval(Duration.ZERO, TICK).doOnNext(tick -> show(progress));
        return Mono.firstWithSignal(arrived, ticking.then(Mono.never())).map(found -> report(found, watch));
    }

    private void reject(InvalidLineException invalid) {
        rejected.increment();
        if (rejected.sum() <= MOST_INVALID_SHOWN) {
            out.println(invalid.getMessage());
        }
    }

    private void show(Progress progress) {
        heap.measure();
        progress.show(
                arrivals.count(),
                "published %,d (%,d/s) · on topic %,d (%,d/s) · in data table %,d/s · lag %,d"
                        .formatted(
                                publishing.published(),
                                publishRate.of(publishing.published()),
                                carried.sum(),
                                carryRate.of(carried.sum()),
                                arrivalRate.of(arrivals.count()),
                                publishing.recorded() - arrivals.count()));
    }

    /** Completes when the sink holds every item as it must be and the audit has seen every command. */
    private Mono<Void> arrival() {
        Patience patience = new Patience(() -> arrivals.count() + audit.seen());
        return Flux.interval(TICK)
                .doOnNext(tick -> patience.check())
                .filter(tick -> audit.seen() >= publishing.recorded() && isEverythingHeld())
                .next()
                .onErrorComplete(Patience.RunOutException.class)
                .then();
    }

    private boolean isEverythingHeld() {
        boolean[] held = {true};
        expected.forEach((key, item) -> held[0] &= !item.version().isAfter(arrivals.held(key)));
        return held[0];
    }

    private DemoReport report(Verification found, Stopwatch watch) {
        long neverTravelled = Math.max(0, publishing.recorded() - audit.seen());
        return new DemoReport(
                publishing.published(),
                rejected.sum(),
                expected.size(),
                publishing.recorded(),
                publishing.unchanged(),
                publishing.conflicts(),
                found.verified(),
                found.lost() + neverTravelled,
                found.mismatched(),
                audit.outOfOrder(),
                audit.duplicates(),
                arrivals.deadLetters(),
                options.workers,
                watch.publishSeconds(),
                watch.totalSeconds(),
                Math.round(publishing.published() / watch.publishSeconds()),
                new DemoReport.EndToEnd(arrivals.millisAt(50), arrivals.millisAt(99), arrivals.millisAt(100)),
                heap.peakMegabytes());
    }
}
