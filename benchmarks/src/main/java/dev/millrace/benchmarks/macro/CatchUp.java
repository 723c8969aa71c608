/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.testkit.streams.StreamCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** B07: how fast does a shard with a backlog become empty, and how many reads does that take? */
final class CatchUp implements Question {

    private static final int BACKLOG = 50_000;
    private static final int PAGE = StockRun.PAGE;

    /** For the stock adapter, which pauses for a second after a page; beside what it reads ahead. */
    private static final int PAUSED_BACKLOG = 12_000;

    private static final double SECOND = 1e9;
    private static final Duration ROUND_TRIP = Duration.ofMillis(10);

    /** What the stock adapter reads at its default of one page a second, however long the backlog. */
    private static final double POLLED_PER_SECOND = PAGE;

    private static final Target FACTOR = Target.atLeast(10, 5);
    private static final Target CALLS = Target.atMost(1.05);

    @Override
    public String name() {
        return "B07";
    }

    @Override
    public String asks() {
        return "How fast does a backlog of 50,000 records drain, beside one page a second and the stock adapter?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        Topic topic = Topic.on(bench.kafka().bootstrapServers());
        StockRun stock = stock(bench, topic, PAUSED_BACKLOG, UnaryOperator.identity());
        StockRun unpaused = stock(bench, topic, BACKLOG, config -> config.idleTimeBetweenReadsInMillis(1));
        try (KeptPublisher publisher =
                KeptPublisher.open(KafkaChangePublishers.of(topic.module(), topic.properties()))) {
            return figures(publisher.factory(), stock, unpaused);
        }
    }

    private static StockRun stock(
            Bench bench, Topic topic, int records, UnaryOperator<DynamoDBStreamsPollingConfig> reading) {
        int backlog = StockRun.AHEAD + Math.max(PAGE, bench.effort().of(records));
        return StockRun.drain(
                bench.dynamoDb(), topic, ScriptedShards.of(1, ROUND_TRIP).with(backlog), backlog, reading);
    }

    private static List<Figure> figures(ChangePublisherFactory publishers, StockRun stock, StockRun unpaused) {
        ScriptedShards shards = ScriptedShards.of(1, ROUND_TRIP).with(BACKLOG);
        drain(shards, publishers); // warms up
        int before = shards.streams().calls(StreamCall.READ);
        AtomicLong nanos = new AtomicLong();
        Block ours = Block.of(BACKLOG, () -> nanos.set(drain(shards, publishers)));
        double rate = BACKLOG * SECOND / nanos.get();
        double reads = shards.streams().calls(StreamCall.READ) - before;
        return List.of(
                Figure.of("bridge.catchup", "× 1 s polling", Interval.exactly(rate / POLLED_PER_SECOND), FACTOR)
                        .noted("round trip %d ms".formatted(ROUND_TRIP.toMillis())),
                Figure.of(
                        "bridge.catchup",
                        "× the stock adapter",
                        Interval.exactly(rate / stock.block().rate()),
                        FACTOR),
                reported(
                        "bridge.catchup",
                        "× it without its pauses",
                        rate / unpaused.block().rate()),
                Figure.counted("bridge.calls", "reads per 1,000 records", reads * PAGE / BACKLOG, CALLS),
                reported("stock adapter, calls", "reads per 1,000 records", stock.readsPerPage()),
                reported("bridge.rate", "1/s", rate),
                reported("stock adapter, rate", "1/s", stock.block().rate()),
                reported("stock without pauses, rate", "1/s", unpaused.block().rate()),
                reported("bridge, bytes", "B", ours.bytes()),
                reported("stock adapter, bytes", "B", stock.block().bytes()),
                reported("stock without pauses, bytes", "B", unpaused.block().bytes()),
                reported("bridge, CPU", "µs", ours.cpuMicros()),
                reported("stock adapter, CPU", "µs", stock.block().cpuMicros()),
                reported("stock without pauses, CPU", "µs", unpaused.block().cpuMicros()));
    }

    private static Figure reported(String name, String unit, double value) {
        return Figure.of(name, unit, Interval.exactly(value), Target.none());
    }

    private static long drain(ScriptedShards shards, ChangePublisherFactory publishers) {
        return BridgeRun.carry(shards.source(DirectOptions.aws()), publishers, BACKLOG);
    }
}
