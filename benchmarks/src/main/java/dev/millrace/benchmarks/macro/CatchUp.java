/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.testkit.streams.StreamCall;
import java.time.Duration;
import java.util.List;

/** B07: how fast does a shard with a backlog become empty, and how many reads does that take? */
final class CatchUp implements Question {

    private static final int BACKLOG = 50_000;
    private static final int PAGE = 1_000;
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
        return "How fast does a backlog of 50,000 records drain, beside one page a second?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        Topic topic = Topic.on(bench.kafka().bootstrapServers());
        ChangePublisherFactory publishers = KafkaChangePublishers.of(topic.module(), topic.properties());
        ScriptedShards shards = ScriptedShards.of(1, ROUND_TRIP).with(BACKLOG);
        drain(shards, publishers); // warms up
        int before = shards.streams().calls(StreamCall.READ);
        double rate = BACKLOG * SECOND / drain(shards, publishers);
        double reads = shards.streams().calls(StreamCall.READ) - before;
        return List.of(
                Figure.of("bridge.catchup", "× 1 s polling", Interval.exactly(rate / POLLED_PER_SECOND), FACTOR)
                        .noted("round trip %d ms".formatted(ROUND_TRIP.toMillis())),
                Figure.counted("bridge.calls", "reads per 1,000 records", reads * PAGE / BACKLOG, CALLS));
    }

    private static long drain(ScriptedShards shards, ChangePublisherFactory publishers) {
        return BridgeRun.carry(shards.source(DirectOptions.aws()), publishers, BACKLOG);
    }
}
