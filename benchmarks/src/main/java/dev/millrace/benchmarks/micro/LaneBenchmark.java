/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.micro;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.runner.ChangeSource;
import dev.millrace.sink.runner.Delivery;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkRunner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** B09: what does a record cost on its way through the runner's ordered lanes, whatever the number of keys? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseParallelGC"})
public class LaneBenchmark {

    private static final int RECORDS = 1_000_000;

    /** How many items the records are of. */
    @Param({"10", "1000", "1000000"})
    public int keys;

    private final List<Delivery> deliveries = new ArrayList<>(RECORDS);
    private final ChangeSink sink = new AgreeableSink();

    /** For JMH. */
    public LaneBenchmark() {}

    /** Makes the records beforehand, for they are not what is measured. */
    @Setup
    public void make() {
        List<ChangeRecord> changes = Changes.scattered(RECORDS, keys);
        for (int record = 0; record < RECORDS; record++) {
            deliveries.add(new Prepared(new Position("changes", 0, record), changes.get(record)));
        }
    }

    /** A million records from a source that has them to a sink that answers from another thread. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void carry() {
        ChangeSource source = () -> Flux.fromIterable(deliveries);
        SinkRunner.of(sink, source, (delivery, cause, attempts) -> Mono.error(cause))
                .run()
                .block();
    }

    private record Prepared(Position position, Delivery.Content content) implements Delivery {

        Prepared(Position position, ChangeRecord change) {
            this(position, new Decoded(change));
        }

        @Override
        public int bytes() {
            return 1;
        }

        @Override
        public void acknowledge() {
            // the source keeps no account
        }
    }

    private static final class AgreeableSink implements ChangeSink {

        @Override
        public SinkName name() {
            return SinkName.of("agreeable");
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            return Mono.just(Collections.nCopies(changes.size(), SinkOutcome.applied()))
                    .subscribeOn(Schedulers.parallel());
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.just(Version.NONE);
        }
    }
}
