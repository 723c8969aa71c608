/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.micro;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.wire.ChangeWire;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to turn a change into a Kafka record, and back? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WireBenchmark {

    private static final String TOPIC = "bench-shop-order-changes";

    private final ModuleId module = new ModuleId("bench", "shop", "order");
    private final ChangeRecord change = Changes.change(ItemKey.of("ORDER", "acme", "order-000042"), 12);
    private final ConsumerRecord<String, byte[]> record = received(write());

    /** For JMH. */
    public WireBenchmark() {}

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                TOPIC,
                0,
                0,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                sent.key().length(),
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    /** From a change to a record. */
    @Benchmark
    public final ProducerRecord<String, byte[]> write() {
        return ChangeWire.json().write(TOPIC, change, module);
    }

    /** From a record to a change. */
    @Benchmark
    public ChangeRecord read() {
        return ChangeWire.json().read(record);
    }
}
