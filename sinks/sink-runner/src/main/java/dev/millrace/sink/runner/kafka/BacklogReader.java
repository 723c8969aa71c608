/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverPartition;

/** Looks at what lies between where a sink stands and the end of its topic, beside the sink's group and without a trace in it. */
final class BacklogReader {

    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    private final ClientProperties clients;
    private final String topic;
    private final Map<TopicPartition, Span> spans = new HashMap<>();
    private final Map<Tenant, OfTenant> tenants = new HashMap<>();
    private final long lag;
    private long foreign;
    private long read;

    /** What of a partition is looked at: from an offset to before another one. */
    private record Span(long from, long to) {}

    /** For one reading. Of each partition that is behind, an equal share of the records is looked at. */
    BacklogReader(ClientProperties clients, String topic, List<PartitionPosition> positions, int records) {
        this.clients = clients;
        this.topic = topic;
        this.lag = positions.stream().mapToLong(PartitionPosition::lag).sum();
        List<PartitionPosition> behind =
                positions.stream().filter(position -> position.lag() > 0).toList();
        long share = Math.max(1, records / Math.max(1, behind.size()));
        behind.forEach(position -> spans.put(
                new TopicPartition(topic, position.partition()),
                new Span(position.next(), Math.min(position.end(), position.next() + share))));
    }

    /** Ends before it has everything if some of it does not come: a topic's last offsets need not hold records. */
    Mono<SinkBacklog> read() {
        if (spans.isEmpty()) {
            return Mono.fromSupplier(this::found);
        }
        return KafkaReceiver.create(options())
                .receive()
                .take(LONGEST_READ)
                .doOnNext(this::look)
                .takeUntil(record -> spans.isEmpty())
                .then(Mono.fromSupplier(this::found));
    }

    private ReceiverOptions<String, byte[]> options() {
        return ReceiverOptions.<String, byte[]>create(clients.looker())
                .withKeyDeserializer(new StringDeserializer())
                .withValueDeserializer(new ByteArrayDeserializer())
                .assignment(spans.keySet())
                .addAssignListener(partitions -> partitions.forEach(this::seek))
                .commitInterval(Duration.ZERO)
                .closeTimeout(LONGEST_CLOSE);
    }

    private void seek(ReceiverPartition partition) {
        Optional.ofNullable(spans.get(partition.topicPartition())).ifPresent(span -> partition.seek(span.from()));
    }

    private void look(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(topic, record.partition());
        Span span = spans.get(partition);
        if (span == null) {
            return;
        }
        if (record.offset() < span.to()) {
            count(record);
        }
        if (record.offset() >= span.to() - 1) {
            spans.remove(partition);
        }
    }

    private void count(ConsumerRecord<String, byte[]> record) {
        read++;
        tenant(record.key())
                .ifPresentOrElse(
                        tenant -> tenants.merge(
                                tenant, OfTenant.one(Instant.ofEpochMilli(record.timestamp())), OfTenant::and),
                        () -> foreign++);
    }

    private static Optional<Tenant> tenant(@Nullable String key) {
        try {
            return Optional.ofNullable(key).map(id -> ItemKey.parse(id).tenant());
        } catch (InvalidValueException noItem) {
            return Optional.empty();
        }
    }

    private SinkBacklog found() {
        return new SinkBacklog(tenants, foreign, read, lag);
    }
}
