/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.micro;

import dev.millrace.item.ItemContent;
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

/** What does it cost to find out that a command changes nothing, or that it does? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DirtyCheckBenchmark {

    private final ItemContent held = Changes.content(12);
    private final ItemContent same = Changes.content(12);
    private final ItemContent other = Changes.content(13);

    /** For JMH. */
    public DirtyCheckBenchmark() {}

    /** Equal contents, which have to be compared to the end. */
    @Benchmark
    public boolean unchanged() {
        return held.equals(same);
    }

    /** Contents that differ in one number. */
    @Benchmark
    public boolean changed() {
        return held.equals(other);
    }
}
