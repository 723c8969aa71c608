/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.benchmarks.micro.Changes;
import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What does it cost to turn a command into a row, size check included, and the row's image into a change? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RowBenchmark {

    private final ChangeRecord change = Changes.change(ItemKey.of("ORDER", "acme", "order-000042"), 12);
    private final RecordedCommand command = new RecordedCommand(change.state(), change.commandId(), change.origin());
    private final Map<String, AttributeValue> image = CommandRows.write(command);

    /** For JMH. */
    public RowBenchmark() {}

    /** From a command to a row. */
    @Benchmark
    public Map<String, AttributeValue> write() {
        return CommandRows.writeWithinLimit(command);
    }

    /** The values of a row made again, with nothing of ours: what no row that the SDK sends can do without. */
    @Benchmark
    public Map<String, AttributeValue> bare() {
        return again(image);
    }

    private static Map<String, AttributeValue> again(Map<String, AttributeValue> row) {
        Map<String, AttributeValue> copy = new HashMap<>(2 * row.size());
        row.forEach((name, value) -> copy.put(name, again(value)));
        return copy;
    }

    private static AttributeValue again(AttributeValue value) {
        return switch (value.type()) {
            case S -> AttributeValue.fromS(value.s());
            case N -> AttributeValue.fromN(value.n());
            case BOOL -> AttributeValue.fromBool(value.bool());
            case M -> AttributeValue.fromM(again(value.m()));
            case L ->
                AttributeValue.fromL(value.l().stream().map(RowBenchmark::again).toList());
            default -> throw new IllegalStateException("no row has a " + value.type());
        };
    }

    /** From an image of the stream to a change. */
    @Benchmark
    public ChangeRecord read() {
        return CommandImages.toChange(image);
    }
}
