/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.ClosedLoop;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import java.util.List;

/** B02 and B03: what does a publish cost beyond the conditional write that it is? */
final class PublishCost implements Question {

    private static final int CONCURRENCY = 32;

    /** Until then the compiler is at work, and longer on ours; the CPU of a bare put falls to a third meanwhile. */
    private static final int WARM_UP = 45_000;

    private static final int OPERATIONS = 6_000;
    private static final Target RATIO = Target.atLeast(0.95, 0.90);
    private static final Target BYTES = Target.atMost(4_096, 8_192);
    private static final Target MICROS = Target.atMost(25, 50);

    @Override
    public String name() {
        return "B02";
    }

    @Override
    public String asks() {
        return "What does a publish cost beyond the raw conditional PutItem? (B02, B03)";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        try (CountedModule module = bench.emptyModule()) {
            return figures(bench.duel(WARM_UP, OPERATIONS).between(ours(module), raw(module)));
        }
    }

    static Arm ours(CountedModule module) {
        CommandService service = module.module().commandService();
        return ClosedLoop.of(
                CONCURRENCY,
                n -> Orders.asTenant(
                        service.publishAsync(Command.create(Orders.key("ours", n), Orders.attributes(n)))));
    }

    static Arm raw(CountedModule module) {
        RawOrders orders = new RawOrders(module.client());
        return ClosedLoop.of(CONCURRENCY, n -> orders.create("raw-" + n));
    }

    private static List<Figure> figures(Comparison found) {
        return List.of(
                Figure.of("publish.ratio", "", found.ratio(Block::rate), RATIO).provided(found.isQuiet()),
                Figure.of("publish.overhead, bytes", "B", found.difference(Block::bytes), BYTES)
                        .gating(),
                Figure.of("publish.overhead, CPU", "µs", found.difference(Block::cpuMicros), MICROS)
                        .provided(found.isQuiet()),
                Figure.of("publish.rate", "1/s", found.ours(Block::rate), Target.none()),
                Figure.of("raw PutItem, rate", "1/s", found.raw(Block::rate), Target.none()),
                Figure.of("raw PutItem, bytes", "B", found.raw(Block::bytes), Target.none()),
                Figure.of("raw PutItem, CPU", "µs", found.raw(Block::cpuMicros), Target.none()));
    }
}
