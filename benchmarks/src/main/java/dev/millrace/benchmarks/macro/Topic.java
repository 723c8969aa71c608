/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import dev.millrace.wire.ChangeWire;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of a module that nobody else uses, and a native producer with the settings of the bridge. */
final class Topic {

    private static final int PARTITIONS = 4;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ModuleId module = new ModuleId("bench", "shop", "order" + NUMBER.incrementAndGet());
    private final String bootstrapServers;
    private final Map<String, Object> properties;

    private Topic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.properties = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }

    static Topic on(String bootstrapServers) {
        Topic topic = new Topic(bootstrapServers);
        ChangeTopics.create(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), topic.module, PARTITIONS, 1)
                .block();
        return topic;
    }

    ModuleId module() {
        return module;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Map<String, Object> properties() {
        return properties;
    }

    /** Sends the change as the bridge would, and tells the callback. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    void send(ChangeRecord change, Producer<String, byte[]> producer, Callback callback) {
        producer.send(ChangeWire.json().write(module.changesTopic(), change, module), callback);
    }

    /** What the bridge sets is written out here, so that both producers are equal. */
    Producer<String, byte[]> nativeProducer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        64 << 10,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64L << 20,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2 << 20,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        5),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
