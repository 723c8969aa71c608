/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.benchmarks.micro.Changes;
import dev.millrace.benchmarks.micro.Nowhere;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What does a record cost on its way through a shard's pipeline: budget, versions seen, acknowledged prefix, checkpoints? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PipelineBenchmark {

    private static final int RECORDS = 100_000;
    private static final int KEYS = 1_000;

    private final List<StreamRecord> records = records();
    private final BridgeOptions options = BridgeOptions.defaults().withCheckpointInterval(Duration.ofSeconds(1));

    /** For JMH. */
    public PipelineBenchmark() {}

    private static List<StreamRecord> records() {
        List<StreamRecord> records = new ArrayList<>(RECORDS);
        for (int record = 0; record < RECORDS; record++) {
            ItemKey key = ItemKey.of("ORDER", "acme", "order-" + record % KEYS);
            ChangeRecord change = Changes.change(key, 1 + record / KEYS);
            records.add(new StreamRecord.Changed(new SequenceNumber(Integer.toString(record + 1)), 1_024, change));
        }
        return records;
    }

    /** A shard that has everything at once, and a publisher that takes it at once. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void carry() {
        ShardFeed feed = new ShardFeed(new ShardId("shard"), Flux.fromIterable(records), upTo -> Mono.empty());
        pipeline().carry(feed).blockLast();
    }

    private ShardPipeline pipeline() {
        CommandTable table = new NoTable();
        BridgeEvents events = new BridgeEvents(BridgeListener.none());
        WorkerMemory memory = new WorkerMemory(
                new SeenVersions(options.order().memoryBytes()),
                new Healing(table, options.order(), events),
                new Progress(Clock.systemUTC(), options.watch()));
        Repair repair = new Repair(table, options.repair(), events, Clock.systemUTC(), feed -> Flux.empty());
        return new ShardPipeline(new Nowhere(), options, memory, repair, events);
    }

    private static final class NoTable implements CommandTable {

        @Override
        public Mono<ChangeRecord> get(ItemKey key, Version version) {
            return Mono.empty();
        }

        @Override
        public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
            return Flux.empty();
        }
    }
}
