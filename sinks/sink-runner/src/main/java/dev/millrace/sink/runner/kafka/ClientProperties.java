/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of the Kafka clients: the user's, and over them the ones that our promises rest on. */
final class ClientProperties {

    /** What a dead letter may have in bytes: a record of Kafka's default size has room for our headers. */
    static final int LARGEST_DEAD_LETTER = 4 << 20;

    private static final int FAILOVER_MILLIS = 10_000;
    private static final int LONGEST_FETCH_MILLIS = 100;
    private static final int LONGEST_SEND_MILLIS = 20_000;

    private final String bootstrapServers;
    private final KafkaRoadOptions options;

    ClientProperties(String bootstrapServers, KafkaRoadOptions options) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
        this.options = requireNonNull(options, "options");
    }

    KafkaRoadOptions options() {
        return options;
    }

    Map<String, Object> consumer(String group) {
        Map<String, Object> properties = admin();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // Kafka's own 45 s would leave the partitions of a dead runner alone for as long.
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, FAILOVER_MILLIS);
        properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, FAILOVER_MILLIS / 4);
        // The newer protocol fails with this receiver on several releases of the client.
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // A rebalance takes away only the partitions that move.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, options.maxPollRecords());
        // While a fetch waits for an empty partition, none is sent for the ones with a backlog: 500 ms is too long for
        // that.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_FETCH_MILLIS);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, options.maxFetchBytes());
        return properties;
    }

    /** Of a consumer that belongs to no group. */
    Map<String, Object> looker() {
        Map<String, Object> properties = admin();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, options.maxPollRecords());
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, options.maxFetchBytes());
        return properties;
    }

    Map<String, Object> deadLetterProducer() {
        Map<String, Object> properties = admin();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // On a topic just created, a second request can be taken before the first, which then fails until it times out.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_DEAD_LETTER);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_SEND_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_SEND_MILLIS / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LONGEST_SEND_MILLIS);
        return properties;
    }

    /** Of a client that lives long and asks seldom: all brokers that it knows may have moved meanwhile. */
    Map<String, Object> heldAdmin() {
        Map<String, Object> properties = admin();
        properties.putIfAbsent(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "rebootstrap");
        return properties;
    }

    Map<String, Object> admin() {
        Map<String, Object> properties = new HashMap<>(options.clientProperties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }
}
