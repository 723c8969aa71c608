/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
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
    private final List<Follower> followers;
    private final TopicAudit audit = new TopicAudit();
    private final LongAdder carried = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final HeapMeter heap = new HeapMeter();
    private final Rate publishRate = new Rate();
    private final Rate carryRate = new Rate();
    private final Publishing publishing;

    Demo(Road road, List<Follower> followers, DemoOptions options, PrintStream out) {
        this.road = road;
        this.followers = followers;
        this.options = options;
        this.out = out;
        this.publishing = new Publishing(road.module().commandService(), expected);
    }

    /** Emits the report, or is empty if told to stop before there is one; the road is at rest by then. */
    Mono<DemoReport> run(long lines, Mono<?> stop) {
        Sinks.Empty<Void> done = Sinks.empty();
        Mono<Void> running = Mono.when(
                        road.bridges(options.workers, options.source, counting(), done.asMono()),
                        Flux.fromIterable(followers).flatMap(follower -> follower.run(done.asMono()), followers.size()),
                        road.audit(audit, done.asMono()))
                .cache();
        Mono<DemoReport> work = Mono.using(
                () -> Progress.on(out, names(), Math.min(lines, options.limit)), this::work, Progress::close);
        Mono<DemoReport> ended = running.then(Mono.error(() -> new IllegalStateException("the road ended early")));
        return Mono.usingWhen(
                Mono.just(done),
                ignored -> Mono.firstWithSignal(work.takeUntilOther(stop), ended),
                ignored -> bringToRest(done, running));
    }

    private List<String> names() {
        return followers.stream().map(Follower::name).toList();
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
        Mono<List<SinkReport>> arrived = publishing
                .publish(changes, options.concurrency)
                .doOnSuccess(done -> watch.published())
                .then(Mono.defer(this::arrival))
                .doOnSuccess(done -> watch.arrived())
                .thenMany(Flux.fromIterable(followers))
                .concatMap(follower -> follower.report(expected, watch))
                .collectList();
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
        String road = "published %,d (%,d/s) · on topic %,d (%,d/s)"
                .formatted(
                        publishing.published(),
                        publishRate.of(publishing.published()),
                        carried.sum(),
                        carryRate.of(carried.sum()));
        followers.forEach(follower -> show(progress, follower, road));
    }

    private void show(Progress progress, Follower follower, String road) {
        long arrived = follower.arrivals().count();
        progress.show(
                follower.name(),
                arrived,
                "%s · arrived %,d/s · lag %,d".formatted(road, follower.rate(), publishing.recorded() - arrived));
    }

    /** Completes when every sink holds every item as it must be and the audit has seen every command. */
    private Mono<Void> arrival() {
        Patience patience = new Patience(() -> audit.seen()
                + followers.stream()
                        .mapToLong(follower -> follower.arrivals().count())
                        .sum());
        return Flux.interval(TICK)
                .doOnNext(tick -> patience.check())
                .filter(tick -> isEverythingThere() && audit.seen() >= publishing.recorded())
                .next()
                .onErrorComplete(Patience.RunOutException.class)
                .then();
    }

    private boolean isEverythingThere() {
        return followers.stream()
                .map(follower -> follower.isComplete(expected)) // each one, for each remembers since when
                .reduce(true, Boolean::logicalAnd);
    }

    private DemoReport report(List<SinkReport> sinks, Stopwatch watch) {
        return new DemoReport(
                publishing.published(),
                rejected.sum(),
                expected.size(),
                publishing.recorded(),
                publishing.unchanged(),
                publishing.conflicts(),
                Math.max(0, publishing.recorded() - audit.seen()),
                audit.outOfOrder(),
                audit.duplicates(),
                options.workers,
                watch.publishSeconds(),
                watch.totalSeconds(),
                Math.round(publishing.published() / watch.publishSeconds()),
                heap.peakMegabytes(),
                sinks);
    }
}
