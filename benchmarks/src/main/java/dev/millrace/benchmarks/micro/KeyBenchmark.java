/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.micro;

import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.item.VersionedSortKey;
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

/** What does a key cost, from its parts and back? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KeyBenchmark {

    private String tenant = "acme";
    private String code = "order-000042";
    private String partition = "ORDER#acme";
    private String sort = "order-000042#v0000000012";
    private Version version = Version.of(12);

    /** For JMH. */
    public KeyBenchmark() {}

    /** From the parts to the two texts of a row's key. */
    @Benchmark
    public int build() {
        ItemKey key = ItemKey.of("ORDER", tenant, code);
        return key.partition().text().length() + key.sort().at(version).text().length();
    }

    /** From the two texts of a row's key to the item and its version. */
    @Benchmark
    public ItemKey parse() {
        VersionedSortKey versioned = VersionedSortKey.parse(sort);
        return new ItemKey(PartitionKey.parse(partition), versioned.sort());
    }
}
