/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How the producer is set up: fast unless told otherwise, safe whatever it is told.
 *
 * @param properties the user's
 */
record ProducerSettings(Map<String, ?> properties) {

    private static final Map<String, Object> FAST = Map.of(
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
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            10_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            15_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            60_000);

    private static final Map<String, Object> SAFE = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            5);

    Map<String, Object> all() {
        Map<String, Object> all = new HashMap<>(FAST);
        all.putAll(properties);
        all.putAll(SAFE);
        return all;
    }
}
