/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import dev.millrace.wire.ChangeWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A module's changes topic, from the side of whoever fills it, and a look at what is in Kafka. */
final class Topic implements AutoCloseable {

    static final int PARTITIONS = 4;

    final ModuleId module;
    private final Map<String, Object> client;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<?>> sending = new ArrayList<>();

    Topic(String bootstrapServers, String module) throws Exception {
        this.module = new ModuleId("test", "app", module);
        this.client = Map.of("bootstrap.servers", bootstrapServers);
        this.admin = Admin.create(client);
        this.producer =
                new KafkaProducer<>(producer(bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        admin.createTopics(List.of(new NewTopic(this.module.changesTopic(), Optional.of(PARTITIONS), Optional.empty())))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** One request at a time: on a topic just created a later one could be taken first. */
    private static Map<String, Object> producer(String bootstrapServers) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                5,
                "max.in.flight.requests.per.connection",
                1,
                "metadata.max.age.ms",
                500);
    }

    void send(ChangeRecord change) {
        send(ChangeWire.json().write(module.changesTopic(), change, module));
    }

    void send(ProducerRecord<String, byte[]> record) {
        sending.add(producer.send(record));
    }

    /** Waits until everything sent is on the topic. */
    void flush() throws Exception {
        producer.flush();
        for (Future<?> sent : sending) {
            sent.get(30, TimeUnit.SECONDS);
        }
        sending.clear();
    }

    /** How many records the group has yet to commit. */
    long lag(String group) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS);
        return ends().entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - Optional.ofNullable(committed.get(end.getKey()))
                                .map(OffsetAndMetadata::offset)
                                .orElse(0L))
                .sum();
    }

    private Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return consumer.endOffsets(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(module.changesTopic(), partition))
                    .toList());
        }
    }

    /** Gives the topic more partitions. */
    void grow(int partitions) throws Exception {
        admin.createPartitions(Map.of(module.changesTopic(), NewPartitions.increaseTo(partitions)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** How many members of the group have partitions. */
    long members(String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group)).all().get(30, TimeUnit.SECONDS).values().stream()
                .flatMap(described -> described.members().stream())
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    /** Removes all members from the group. */
    void throwOut(String group) throws Exception {
        admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** Everything on the topic. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long all =
                    consumer.endOffsets(partitions).values().stream().collect(Collectors.summingLong(Long::longValue));
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (records.size() < all) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
