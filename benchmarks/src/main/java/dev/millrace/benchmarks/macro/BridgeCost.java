/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;

/** B05 and B06: what does the bridge cost beyond a loop that reads, decodes, encodes and sends? */
final class BridgeCost implements Question {

    private static final int RECORDS = 50_000;
    private static final int ROUNDS = 2;
    private static final Target RATIO = Target.atLeast(0.85, 0.75);
    private static final Target BYTES = Target.atMost(1_536, 3_072);
    private static final Target MICROS = Target.atMost(4, 8);

    @Override
    public String name() {
        return "B05";
    }

    @Override
    public String asks() {
        return "What does the bridge cost beyond a loop of GetRecords and a producer? (B05, B06)";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        int records = bench.effort().of(RECORDS);
        ScriptedShards shards = ScriptedShards.of(1, Duration.ZERO).with(records);
        Topic topic = Topic.on(bench.kafka().bootstrapServers());
        try (KeptPublisher publisher =
                        KeptPublisher.open(KafkaChangePublishers.of(topic.module(), topic.properties()));
                Producer<String, byte[]> producer = topic.nativeProducer()) {
            Arm ours = new Rounds(
                    records, () -> BridgeRun.carry(shards.source(DirectOptions.aws()), publisher.factory(), records));
            Arm raw = new Rounds(records, () -> new RawBridge(shards.streams(), topic, producer).carry());
            return figures(bench.duel(ROUNDS * RECORDS, RECORDS).between(ours, raw));
        }
    }

    /** Each round begins anew with the producer there is and carries the whole stream; only the carrying is timed. */
    private static final class Rounds implements Arm {

        private final int records;
        private final LongSupplier round;
        private long asideNanos;

        Rounds(int records, LongSupplier round) {
            this.records = records;
            this.round = round;
        }

        @Override
        public void run(long operations) {
            long start = System.nanoTime();
            long carrying = 0;
            for (long done = 0; done < operations; done += records) {
                carrying += round.getAsLong();
            }
            asideNanos = System.nanoTime() - start - carrying;
        }

        @Override
        public long asideNanos() {
            return asideNanos;
        }
    }

    private static List<Figure> figures(Comparison found) {
        return List.of(
                Figure.of("bridge.ratio", "", found.ratio(Block::rate), RATIO).provided(found.isQuiet()),
                Figure.of("bridge.overhead, bytes", "B", found.difference(Block::bytes), BYTES),
                Figure.of("bridge.overhead, CPU", "µs", found.difference(Block::cpuMicros), MICROS)
                        .provided(found.isQuiet()),
                Figure.of("bridge.rate", "1/s", found.ours(Block::rate), Target.none()),
                Figure.of("raw loop, rate", "1/s", found.raw(Block::rate), Target.none()),
                Figure.of("raw loop, bytes", "B", found.raw(Block::bytes), Target.none()),
                Figure.of("raw loop, CPU", "µs", found.raw(Block::cpuMicros), Target.none()));
    }
}
