/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.benchmarks.micro.Changes;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
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
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** B09: what does a record cost in the ordered lanes alone: its ticket, its lane, its batch, its answer? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseParallelGC"})
public class LaneOperatorBenchmark {

    private static final int RECORDS = 1_000_000;

    /** How many records gather while the sink is at work: about half a batch in each lane. */
    private static final int GATHERED = 800;

    /** How many items the records are of. */
    @Param({"10", "1000", "1000000"})
    public int keys;

    private final Queue<MonoSink<Void>> underWay = new ArrayDeque<>();
    private final Lanes lanes = new Lanes(RunnerOptions.defaults(), this::settle);
    private final Listener listener = new Listener();
    private Delivery[] deliveries = {};

    /** For JMH. */
    public LaneOperatorBenchmark() {}

    /** Each record has objects of its own, however few items there are: what differs is the number of items alone. */
    @Setup
    public void make() {
        make(RECORDS);
    }

    /** Makes so many records, for a run without JMH. */
    public void make(int records) {
        deliveries = Deliveries.of(records, keys);
    }

    /** All records, taken from the lanes in batches as if a sink were at work. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long carry() {
        for (int record = 0; record < deliveries.length; ) {
            int end = Math.min(record + GATHERED, deliveries.length);
            for (; record < end; record++) {
                enter(deliveries[record]);
            }
            for (MonoSink<Void> batch = underWay.poll(); batch != null; batch = underWay.poll()) {
                batch.success();
            }
        }
        return listener.answers;
    }

    private void enter(Delivery delivery) {
        ItemKey key = ((Delivery.Decoded) delivery.content()).change().key();
        new Ticket(delivery, lanes.of(key)).subscribe(listener);
    }

    private Mono<Void> settle(List<Ticket> batch) {
        batch.forEach(LaneOperatorBenchmark::finish);
        return Mono.create(underWay::add);
    }

    private static void finish(Ticket ticket) {
        for (Ticket lost = ticket.letGo(); lost != null; ) {
            Ticket next = lost.letGo();
            lost.done();
            lost = next;
        }
        ticket.done();
    }

    private static final class Listener implements CoreSubscriber<Delivery> {

        private long answers;

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Delivery delivery) {
            answers++;
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {
            // one answer says it all
        }
    }

    /** Prepared deliveries. */
    private record Deliveries(Position position, Delivery.Content content) implements Delivery {

        static Delivery[] of(int records, int keys) {
            Delivery[] deliveries = new Delivery[records];
            List<ChangeRecord> changes = Changes.scattered(records, keys);
            for (int record = 0; record < records; record++) {
                deliveries[record] =
                        new Deliveries(new Position("changes", 0, record), new Decoded(changes.get(record)));
            }
            return deliveries;
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
}
