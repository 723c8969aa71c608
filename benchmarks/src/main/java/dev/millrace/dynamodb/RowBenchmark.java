/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.benchmarks.micro.Changes;
import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
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

    /** From an image of the stream to a change. */
    @Benchmark
    public ChangeRecord read() {
        return CommandImages.toChange(image);
    }
}
