/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import reactor.core.publisher.Mono;

/**
 * Where a sink stands on its changes topic, and setting it somewhere else: skipping changes, or having them again.
 *
 * <p>Nothing happens before subscription. Everything fails with {@link StoreUnavailableException} when Kafka cannot be
 * reached or knows no such topic.
 */
public final class SinkPositions {

    private final AdminCalls cluster;
    private final ClientProperties clients;
    private final SinkId sink;
    private final String topic;

    SinkPositions(AdminCalls cluster, ClientProperties clients, SinkId sink) {
        this.cluster = cluster;
        this.clients = clients;
        this.sink = sink;
        this.topic = sink.module().changesTopic();
    }

    /**
     * Returns the positions of a sink that reads through a {@link KafkaRoad} of the same names. Each call connects anew;
     * whoever asks again and again asks {@link KafkaRoad#positions}.
     */
    public static SinkPositions of(String bootstrapServers, ModuleId module, SinkName sink, KafkaRoadOptions options) {
        ClientProperties clients = new ClientProperties(bootstrapServers, options);
        return new SinkPositions(AdminCalls.oneByOne(clients), clients, new SinkId(module, sink));
    }

    /**
     * Where a sink stands on one partition.
     *
     * @param partition which, from 0
     * @param next the offset of the first change that is not acknowledged and saved
     * @param end the offset that the next change on the topic will have
     */
    public record PartitionPosition(int partition, long next, long end) {

        /** How many changes the sink is behind, to within the interval in which acknowledgements are saved. */
        public long lag() {
            return Math.max(0, end - next);
        }
    }

    /**
     * Emits where the sink stands, by partition. Asks Kafka, not the runner: so it is right for a sink that is idle, paused,
     * stopped or stuck, too. A sink that never ran stands at the beginning.
     */
    public Mono<List<PartitionPosition>> read() {
        return cluster.with(this::read).onErrorMap(this::failure);
    }

    /**
     * Emits what the sink has yet to take, by tenant. It is read from the topic, keys and times only, beside the sink's
     * group: so it is right for a sink that is idle, paused, stopped or stuck, too. Of a longer backlog, the records that
     * wait longest on each partition are read, and {@link SinkBacklog#isWhole} is false.
     *
     * @param records how many records are read at most, or one of each partition; it bounds the number of tenants, too
     */
    public Mono<SinkBacklog> backlog(int records) {
        if (records < 1) {
            throw new InvalidValueException("records", Integer.toString(records), "must be at least 1");
        }
        return read().flatMap(positions -> new BacklogReader(clients, topic, positions, records).read())
                .onErrorMap(this::failure);
    }

    /** Sets the sink to the beginning of the topic, and emits where it stands then: see {@link #moveTo(Instant)}. */
    public Mono<List<PartitionPosition>> moveToBeginning() {
        return move(partition -> OffsetSpec.earliest());
    }

    /** Sets the sink to the end of the topic, skipping what is there, and emits where it stands then. */
    public Mono<List<PartitionPosition>> moveToEnd() {
        return move(partition -> OffsetSpec.latest());
    }

    /**
     * Sets the sink, on each partition, to the first change that came to the topic at that moment or later, and emits where
     * it stands then. Ahead, this skips changes, which the sink then never sees unless their items change again; back, it
     * has them delivered again, which sinks ignore where they hold them.
     *
     * <p>Fails with {@link SinkIsRunningException} while a runner of the sink is a member of its group.
     */
    public Mono<List<PartitionPosition>> moveTo(Instant moment) {
        requireNonNull(moment, "moment");
        return move(partition -> OffsetSpec.forTimestamp(moment.toEpochMilli()));
    }

    /**
     * Sets the sink to an offset of one partition: see {@link #moveTo(Instant)}. Fails with {@link InvalidValueException}
     * when the topic has no such partition, or not that offset.
     */
    public Mono<List<PartitionPosition>> moveTo(int partition, long offset) {
        return cluster.with(admin -> offsets(admin, all -> OffsetSpec.earliest())
                        .zipWith(offsets(admin, all -> OffsetSpec.latest()))
                        .map(bounds -> within(partition, offset, bounds.getT1(), bounds.getT2()))
                        .flatMap(target -> alter(admin, target)))
                .onErrorMap(this::failure);
    }

    private Map<TopicPartition, Long> within(
            int partition, long offset, Map<TopicPartition, Long> first, Map<TopicPartition, Long> end) {
        TopicPartition which = new TopicPartition(topic, partition);
        if (!end.containsKey(which)) {
            throw new InvalidValueException("partition", Integer.toString(partition), "is none of " + topic);
        }
        long from = first.getOrDefault(which, 0L);
        if (offset < from || offset > end.get(which)) {
            throw new InvalidValueException(
                    "offset", Long.toString(offset), "must be from %d to %d".formatted(from, end.get(which)));
        }
        return Map.of(which, offset);
    }

    private Mono<List<PartitionPosition>> move(Function<TopicPartition, OffsetSpec> target) {
        return cluster.with(admin -> offsets(admin, target)
                        .zipWith(offsets(admin, partition -> OffsetSpec.latest()))
                        .map(found -> orEnd(found.getT1(), found.getT2()))
                        .flatMap(offsets -> alter(admin, offsets)))
                .onErrorMap(this::failure);
    }

    /** Of a moment after the last change Kafka says that there is no offset. */
    private static Map<TopicPartition, Long> orEnd(Map<TopicPartition, Long> found, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        found.forEach(
                (partition, offset) -> offsets.computeIfPresent(partition, (known, end) -> offset < 0 ? end : offset));
        return offsets;
    }

    private Mono<List<PartitionPosition>> alter(Admin admin, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> commit = offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, offset -> new OffsetAndMetadata(offset.getValue())));
        return AdminCalls.answer(() ->
                        admin.alterConsumerGroupOffsets(sink.toString(), commit).all())
                .then(Mono.defer(() -> read(admin)));
    }

    private Mono<List<PartitionPosition>> read(Admin admin) {
        Mono<Map<TopicPartition, OffsetAndMetadata>> committed = AdminCalls.answer(
                () -> admin.listConsumerGroupOffsets(sink.toString()).partitionsToOffsetAndMetadata());
        return Mono.zip(
                        committed,
                        offsets(admin, partition -> OffsetSpec.earliest()),
                        offsets(admin, partition -> OffsetSpec.latest()))
                .map(found -> positions(found.getT1(), found.getT2(), found.getT3()));
    }

    private static List<PartitionPosition> positions(
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> first,
            Map<TopicPartition, Long> end) {
        return end.entrySet().stream()
                .map(last -> new PartitionPosition(
                        last.getKey().partition(),
                        committed.containsKey(last.getKey())
                                ? committed.get(last.getKey()).offset()
                                : first.getOrDefault(last.getKey(), 0L),
                        last.getValue()))
                .sorted(Comparator.comparing(PartitionPosition::partition))
                .toList();
    }

    private Mono<Map<TopicPartition, Long>> offsets(Admin admin, Function<TopicPartition, OffsetSpec> spec) {
        return AdminCalls.answer(() -> admin.describeTopics(List.of(topic)).allTopicNames())
                .map(topics -> topics.values().stream()
                        .flatMap(described -> described.partitions().stream())
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .collect(Collectors.toMap(Function.identity(), spec)))
                .flatMap(wanted ->
                        AdminCalls.answer(() -> admin.listOffsets(wanted).all()))
                .map(SinkPositions::numbers);
    }

    private static Map<TopicPartition, Long> numbers(Map<TopicPartition, ListOffsetsResultInfo> found) {
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, offset -> offset.getValue()
                .offset()));
    }

    private Throwable failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof MillraceException) {
            return cause;
        } else if (cause instanceof UnknownMemberIdException || cause instanceof GroupNotEmptyException) {
            return new SinkIsRunningException(sink);
        }
        return new StoreUnavailableException(
                "positions of %s on %s cannot be had: %s"
                        .formatted(sink, topic, cause.getClass().getSimpleName()),
                cause);
    }
}
