/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Bootstrap;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The network swallows what one sink says for a while: how long do changes take to the others, beside before? */
final class SinkOutage {

    private static final Duration PERIOD = Duration.ofMillis(4);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WARM_UP = 7_500;
    private static final int SLICES = 6;

    /** Slices at the pace of the others that do not count: the first are slow. */
    private static final int LEAD = 3;

    private static final int SLICE = 1_000;
    private static final double SECOND = 1e9;
    private static final Target SAME = Target.atMost(1.1, 1.5);

    private final Bench bench;
    private final int warmUp;
    private final int slice;
    private final int first;
    private final int changes;

    SinkOutage(Bench bench) {
        this.bench = bench;
        this.warmUp = bench.effort().of(WARM_UP);
        this.slice = bench.effort().of(SLICE);
        this.first = warmUp + LEAD * slice;
        this.changes = first + 2 * SLICES * slice;
    }

    List<Figure> figures() {
        try (OutageRoad road = new OutageRoad(bench, changes, PERIOD)) {
            warmUp(road);
            road.beginWith(warmUp);
            road.send(warmUp, (LEAD + SLICES) * slice);
            road.network().cut();
            road.send(first + SLICES * slice, SLICES * slice);
            awaitAll(road, OutageRoad.Sink.DATA_TABLE);
            awaitAll(road, OutageRoad.Sink.SQL);
            long healed = System.nanoTime();
            road.network().heal();
            int lost = missing(road, OutageRoad.Sink.CUT_OFF, 0);
            double caughtUp = (System.nanoTime() - healed) / SECOND;
            return List.of(
                    slowest("data table", road.of(OutageRoad.Sink.DATA_TABLE)),
                    slowest("SQL", road.of(OutageRoad.Sink.SQL)),
                    Figure.of("outage, caught up", "s", Interval.exactly(caughtUp), Target.none())
                            .noted("the sink that was cut off"),
                    Figure.counted("outage, lost", "changes", lost, Target.atMost(0)));
        }
    }

    /** All of them are overdue, so they are sent at once. */
    private void warmUp(OutageRoad road) {
        road.beginWith(warmUp);
        road.send(0, warmUp);
        for (OutageRoad.Sink sink : OutageRoad.Sink.values()) {
            requireNone(missing(road, sink, changes - warmUp), sink);
        }
    }

    private static void awaitAll(OutageRoad road, OutageRoad.Sink sink) {
        requireNone(missing(road, sink, 0), sink);
    }

    private static void requireNone(int missing, OutageRoad.Sink sink) {
        if (missing > 0) {
            throw new IllegalStateException("%d changes do not come to %s".formatted(missing, sink));
        }
    }

    /** How many of those that are sent do not come. */
    private static int missing(OutageRoad road, OutageRoad.Sink sink, int notSent) {
        Waiting.isTrueWithin(PATIENCE, () -> road.of(sink).missing() <= notSent);
        return Math.max(0, road.of(sink).missing() - notSent);
    }

    private Figure slowest(String sink, Latencies latencies) {
        double[] before = slices(first, latencies);
        double[] during = slices(first + SLICES * slice, latencies);
        double[] ratios = IntStream.range(0, SLICES)
                .mapToDouble(place -> during[place] / before[place])
                .toArray();
        return Figure.of("outage, p99 of " + sink, "× before", Bootstrap.median(ratios), SAME)
                .noted("%.1f ms before; %d s of outage, %d changes a second"
                        .formatted(
                                Bootstrap.median(before).middle(),
                                PERIOD.multipliedBy((long) SLICES * slice).toSeconds(),
                                Duration.ofSeconds(1).dividedBy(PERIOD)));
    }

    private double[] slices(int from, Latencies latencies) {
        return IntStream.range(0, SLICES)
                .mapToDouble(place -> latencies.slowest(from + place * slice, slice))
                .toArray();
    }
}
