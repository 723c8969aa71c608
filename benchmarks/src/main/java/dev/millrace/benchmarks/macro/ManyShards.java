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
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** B08: what do many shards cost, most of them idle? */
final class ManyShards implements Question {

    private static final int BUSY = 64;
    private static final int IDLE = 256;
    private static final Duration ROUND_TRIP = Duration.ofMillis(100);
    private static final Duration BEGINNING = Duration.ofSeconds(3);
    private static final Duration WATCHED = Duration.ofSeconds(5);
    private static final double MILLIS = 1e6;

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
        Watched busy = watch(BUSY, DirectOptions.aws().withIdle(Duration.ofMillis(1), Duration.ofMillis(1)));
        Watched idle = watch(IDLE, DirectOptions.aws());
        double round = busy.block.wallNanos() / MILLIS * BUSY / busy.reads;
        double idleMicros = idle.block.usage().cpuNanos() / 1e3 / IDLE / WATCHED.toSeconds();
        return List.of(
                Figure.of("bridge.round, 64 shards", "ms", Interval.exactly(round), Target.atMost(150, 300))
                        .noted("round trip %d ms".formatted(ROUND_TRIP.toMillis())),
                Figure.of(
                        "bridge.threads, 256 shards",
                        "more",
                        Interval.exactly(idle.threads - threadsBefore),
                        Target.atMost(8)),
                Figure.of("bridge.idle CPU", "µs/s a shard", Interval.exactly(idleMicros), Target.atMost(50, 100)));
    }

    /**
     * What was seen.
     *
     * @param block the time and what was used
     * @param reads how often any shard was read
     * @param threads how many there were
     */
    private record Watched(Block block, int reads, int threads) {}

    private static Watched watch(int shards, DirectOptions options) {
        ScriptedShards stream = ScriptedShards.of(shards, ROUND_TRIP);
        Disposable bridge = BridgeRun.start(stream.source(options), nowhere(), change -> {});
        try {
            LockSupport.parkNanos(BEGINNING.toNanos());
            int before = stream.streams().calls(StreamCall.READ);
            Block block = Block.of(1, () -> LockSupport.parkNanos(WATCHED.toNanos()));
            return new Watched(block, stream.streams().calls(StreamCall.READ) - before, threads());
        } finally {
            bridge.dispose();
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static ChangePublisherFactory nowhere() {
        return maxInFlight -> Mono.just(new Nowhere());
    }
}
