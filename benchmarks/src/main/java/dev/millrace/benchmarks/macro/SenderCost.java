/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.benchmarks.measure.Window;
import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.change.ChangeRecord;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;

/** B10: is publishing through a reactive sender as fast as the producer beneath it? */
final class SenderCost implements Question {

    private static final int IN_FLIGHT = 4_096;
    private static final int WARM_UP = 100_000;
    private static final int RECORDS = 50_000;
    private static final int DISTINCT = 1_000;
    private static final Target RATIO = Target.atLeast(0.90, 0.75);
    private static final Target CPU = Target.atMost(1.15, 1.4);

    @Override
    public String name() {
        return "B10";
    }

    @Override
    public String asks() {
        return "Is publishing to Kafka as fast as the native producer with the same settings?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        Topic topic = Topic.on(bench.kafka().bootstrapServers());
        ChangePublisher publisher = KafkaChangePublishers.of(topic.module(), topic.properties())
                .open(IN_FLIGHT)
                .blockOptional()
                .orElseThrow();
        try (Producer<String, byte[]> producer = topic.nativeProducer()) {
            return figures(bench.duel(WARM_UP, RECORDS).between(ours(publisher), raw(topic, producer)));
        } finally {
            publisher.close().block();
        }
    }

    private static Window ours(ChangePublisher publisher) {
        List<ChangeRecord> changes = changes();
        return new Window(IN_FLIGHT, (n, end) -> publisher
                .publish(changes.get((int) (n % DISTINCT)))
                .subscribe(null, end::told, () -> end.told(null)));
    }

    /** Writes the same records, for that is not the sender's cost. */
    private static Window raw(Topic topic, Producer<String, byte[]> producer) {
        List<ChangeRecord> changes = changes();
        return new Window(
                IN_FLIGHT,
                (n, end) ->
                        topic.send(changes.get((int) (n % DISTINCT)), producer, (sent, failure) -> end.told(failure)));
    }

    private static List<ChangeRecord> changes() {
        return LongStream.range(0, DISTINCT)
                .mapToObj(n -> Orders.change(Orders.key("sent", n), 1))
                .toList();
    }

    private static List<Figure> figures(Comparison found) {
        return List.of(
                Figure.of("kafka.ratio", "", found.ratio(Block::rate), RATIO).provided(found.isQuiet()),
                Figure.of("kafka.cpu", "× native", found.ratio(Block::cpuMicros), CPU)
                        .provided(found.isQuiet()),
                Figure.of("kafka.overhead, bytes", "B", found.difference(Block::bytes), Target.none()),
                Figure.of("kafka.rate", "1/s", found.ours(Block::rate), Target.none()),
                Figure.of("native producer, rate", "1/s", found.raw(Block::rate), Target.none()));
    }
}
