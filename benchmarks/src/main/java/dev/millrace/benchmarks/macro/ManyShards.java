/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.benchmarks.micro.Nowhere;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.testkit.streams.StreamCall;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** B08: what do many shards cost, most of them idle? */
final class ManyShards implements Question {

    private static final int BUSY = 64;
    private static final int IDLE = 256;
    private static final Duration ROUND_TRIP = Duration.ofMillis(100);
    private static final Duration SHORT_TRIP = Duration.ofMillis(5);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** Until a shard without records is read at its slowest pace. */
    private static final Duration BEGINNING = Duration.ofSeconds(6);

    private static final Duration WATCHED = Duration.ofSeconds(5);
    private static final Duration BRIEFLY = Duration.ofMillis(1_500);
    private static final double MILLIS = 1e6;
    private static final double MICRO = 1e3;
    private static final double NANO = 1e9;

    @Override
    public String name() {
        return "B08";
    }

    @Override
    public String asks() {
        return "How long is a round over 64 shards, and what do 256 idle ones cost?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        int threadsBefore = threads();
        DirectOptions restless = DirectOptions.aws().withIdle(AT_ONCE, AT_ONCE);
        Watching watching = bench.isFull() ? new Watching(BEGINNING, WATCHED) : new Watching(BRIEFLY, BRIEFLY);
        watching.of(
                IDLE, SHORT_TRIP, shards -> bridge(shards, restless)); // idle shards alone would take long to warm up
        Watched busy = watching.of(BUSY, ROUND_TRIP, shards -> bridge(shards, restless));
        Watched idle = watching.of(IDLE, ROUND_TRIP, shards -> bridge(shards, DirectOptions.aws()));
        Watched bare = watching.of(IDLE, ROUND_TRIP, ManyShards::alone);
        double round = busy.block.wallNanos() / MILLIS * BUSY / busy.reads;
        return List.of(
                Figure.of("bridge.round, 64 shards", "ms", Interval.exactly(round), Target.atMost(150, 300))
                        .noted("round trip %d ms".formatted(ROUND_TRIP.toMillis())),
                Figure.of(
                        "bridge.threads, 256 shards",
                        "more",
                        Interval.exactly(idle.threads - threadsBefore),
                        Target.atMost(8)),
                Figure.of("bridge.idle CPU", "µs/s a shard", Interval.exactly(idle.micros()), Target.atMost(50, 100)),
                Figure.of("scripted client alone, CPU", "µs/s a shard", Interval.exactly(bare.micros()), Target.none())
                        .noted("with a bare timer, part of the figure above"),
                Figure.of("bridge.idle bytes", "B a read", Interval.exactly(idle.bytes()), Target.none()),
                Figure.of("scripted client alone, bytes", "B a read", Interval.exactly(bare.bytes()), Target.none()));
    }

    /**
     * What was seen.
     *
     * @param block the time and what was used
     * @param reads how often any shard was read
     * @param threads how many there were
     */
    private record Watched(Block block, int reads, int threads) {

        double micros() {
            return block.usage().cpuNanos() / MICRO / IDLE / (block.wallNanos() / NANO);
        }

        double bytes() {
            return (double) block.usage().bytes() / reads;
        }
    }

    /**
     * How to watch a stream.
     *
     * @param beginning how long not to look at first
     * @param watched how long to look
     */
    private record Watching(Duration beginning, Duration watched) {

        Watched of(int shards, Duration roundTrip, Function<ScriptedShards, Disposable> start) {
            ScriptedShards stream = ScriptedShards.of(shards, roundTrip);
            Disposable reading = start.apply(stream);
            try {
                LockSupport.parkNanos(beginning.toNanos());
                int before = stream.streams().calls(StreamCall.READ);
                Block block = Block.of(1, () -> LockSupport.parkNanos(watched.toNanos()));
                return new Watched(block, stream.streams().calls(StreamCall.READ) - before, threads());
            } finally {
                reading.dispose();
            }
        }
    }

    private static Disposable bridge(ScriptedShards stream, DirectOptions options) {
        return BridgeRun.start(stream.source(options), nowhere(), change -> {});
    }

    private static Disposable alone(ScriptedShards stream) {
        return BarePolling.start(stream, IDLE, DirectOptions.aws().maxIdle());
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static ChangePublisherFactory nowhere() {
        return maxInFlight -> Mono.just(new Nowhere());
    }
}
