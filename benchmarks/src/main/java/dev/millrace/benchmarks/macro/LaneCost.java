/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.sink.runner.LaneOperatorBenchmark;
import java.util.List;

/** B09: what does a record cost in the ordered lanes, and is that the same for many items? The benchmark is JMH's. */
final class LaneCost implements Question {

    private static final int RECORDS = 250_000;
    private static final int ROUNDS = 4;
    private static final int FEW = 10;
    private static final double NANOS = 1_000;
    private static final Target TIME = Target.atMost(120, 240);
    private static final Target BYTES = Target.atMost(48, 96);
    private static final Target SAME = Target.atMost(1.1, 1.3);

    @Override
    public String name() {
        return "B09";
    }

    @Override
    public String asks() {
        return "What does a record cost in the ordered lanes alone, with 10 items and with as many as records?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        int records = bench.effort().of(RECORDS);
        LaneOperatorBenchmark many = lanes(records, records);
        LaneOperatorBenchmark few = lanes(records, FEW);
        Comparison found = bench.duel(ROUNDS * RECORDS, ROUNDS * RECORDS)
                .between(count -> carry(many, count / records), count -> carry(few, count / records));
        return List.of(
                Figure.of("lane.cost, 10 items", "ns", scaled(found.raw(Block::cpuMicros)), TIME)
                        .provided(found.isQuiet()),
                Figure.of("lane.cost, %,d items".formatted(records), "ns", scaled(found.ours(Block::cpuMicros)), TIME)
                        .provided(found.isQuiet()),
                Figure.of("lane.bytes, 10 items", "B", found.raw(Block::bytes), BYTES),
                Figure.of("lane.bytes, %,d items".formatted(records), "B", found.ours(Block::bytes), BYTES),
                Figure.of("lane.bytes, many items", "× few", found.ratio(Block::bytes), SAME));
    }

    private static LaneOperatorBenchmark lanes(int records, int items) {
        LaneOperatorBenchmark lanes = new LaneOperatorBenchmark();
        lanes.keys = items;
        lanes.make(records);
        return lanes;
    }

    private static void carry(LaneOperatorBenchmark lanes, long times) {
        for (long time = 0; time < times; time++) {
            lanes.carry();
        }
    }

    private static Interval scaled(Interval micros) {
        return new Interval(micros.low() * NANOS, micros.middle() * NANOS, micros.high() * NANOS);
    }
}
