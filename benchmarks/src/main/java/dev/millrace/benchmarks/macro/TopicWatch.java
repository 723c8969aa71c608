/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.change.ChangeRecord;
import dev.millrace.wire.ChangeWire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, on a thread of its own, and notes which changes come. */
final class TopicWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Topic topic;
    private final ToIntFunction<ChangeRecord> numbers;
    private final Sightings sightings = new Sightings();
    private final Thread thread = new Thread(this::read, "topic watch");
    private volatile boolean closed;

    private TopicWatch(Topic topic, ToIntFunction<ChangeRecord> numbers) {
        this.topic = topic;
        this.numbers = numbers;
    }

    /** Begins to watch; the function tells the number of a change. */
    static TopicWatch of(Topic topic, ToIntFunction<ChangeRecord> numbers) {
        TopicWatch watch = new TopicWatch(topic, numbers);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    Sightings sightings() {
        return sightings;
    }

    /** Draws a line at the present end of the topic. */
    void drawLine() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            sightings.drawLine(consumer.endOffsets(partitions(consumer)).entrySet().stream()
                    .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue)));
        }
    }

    private void read() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(this::note);
            }
        }
    }

    private void note(ConsumerRecord<String, byte[]> record) {
        int number = numbers.applyAsInt(ChangeWire.json().read(record));
        sightings.saw(number, record.partition(), record.offset(), System.nanoTime());
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(topic.properties(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        return consumer.partitionsFor(topic.module().changesTopic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
    }
}
