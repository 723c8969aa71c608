/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import java.util.List;

/** B02 once more, with a server that takes longer for a write than the client: what a developer's machine shows. */
final class PublishLocal implements Question {

    private static final int WARM_UP = 2_500;
    private static final int OPERATIONS = 1_000;

    @Override
    public String name() {
        return "B02L";
    }

    @Override
    public String asks() {
        return "What is left of that against DynamoDB Local, where the server is what is measured?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        try (CountedModule module = new CountedModule(bench.dynamoDb().endpoint(), () -> {})) {
            module.module().tables().create().block();
            return figures(bench.duel(WARM_UP, OPERATIONS).between(PublishCost.ours(module), PublishCost.raw(module)));
        }
    }

    private static List<Figure> figures(Comparison found) {
        return List.of(
                Figure.of("publish, beside the raw PutItem", "×", found.ratio(Block::rate), Target.none())
                        .noted("DynamoDB Local"),
                Figure.of("publish, overhead, bytes", "B", found.difference(Block::bytes), Target.none()),
                Figure.of("publish, overhead, CPU", "µs", found.difference(Block::cpuMicros), Target.none()),
                Figure.of("publish, rate", "1/s", found.ours(Block::rate), Target.none()),
                Figure.of("raw PutItem, rate", "1/s", found.raw(Block::rate), Target.none()));
    }
}
