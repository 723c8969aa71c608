/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.parking.ParkedChanges;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** A read model on the road: a consumer group of its own, at a pace of its own. */
final class Follower implements AutoCloseable {

    private final ReadModel model;
    private final KafkaRoad road;
    private final ParkedChanges parked;
    private final Arrivals arrivals = new Arrivals();
    private final Rate rate = new Rate();
    private volatile long completeSince;

    Follower(ReadModel model, KafkaRoad road, ParkedChanges parked) {
        this.model = model;
        this.road = road;
        this.parked = parked;
    }

    String name() {
        return model.sink().name().text();
    }

    Mono<Void> prepare() {
        return model.prepare();
    }

    /** Keeps the read model until told to stop. */
    Mono<Void> run(Publisher<?> stop) {
        return SinkRunner.of(model.sink(), road.source(), road.deadLetters())
                .withParking(parked, Road.MODULE)
                .withListener(arrivals)
                .runUntil(stop);
    }

    /** Tells whether the sink holds the version of each item that it must; remembers since when. */
    boolean isComplete(ExpectedItems expected) {
        boolean[] complete = {true};
        expected.forEach((key, item) -> complete[0] &= !item.version().isAfter(arrivals.held(key)));
        if (complete[0] && completeSince == 0) {
            completeSince = System.nanoTime();
        }
        return complete[0];
    }

    Arrivals arrivals() {
        return arrivals;
    }

    long rate() {
        return rate.of(arrivals.count());
    }

    /** Compares the read model with the input. */
    Mono<SinkReport> report(ExpectedItems expected, Stopwatch watch) {
        return model.verify(expected)
                .map(found -> SinkReport.of(name(), found, arrivals, watch.secondsAfterPublishing(completeSince)));
    }

    @Override
    public void close() {
        road.close();
        model.close();
    }
}
