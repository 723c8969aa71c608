/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History.Entry;
import dev.millrace.item.ModuleId;
import dev.millrace.wire.ChangeWire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what is on a module's topic, and when it came there. */
record TopicReader(String kafka, ModuleId module, Instant began) {

    /** Has the broker note when it wrote a record, rather than the producer when it sent it. */
    void noteWhenRecordsArrive() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, module.changesTopic());
        AlterConfigOp arrival = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"), OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(arrival))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(module.changesTopic()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> entries.add(entry(record)));
            }
        }
        return entries;
    }

    private Entry entry(ConsumerRecord<String, byte[]> record) {
        Fact fact = Fact.of(ChangeWire.json().read(record));
        Duration at = Duration.between(began, Instant.ofEpochMilli(record.timestamp()));
        return new Entry(at, new OnTopic(record.partition(), record.offset(), fact));
    }
}
