/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How workers reach Kafka.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param properties properties for every Kafka client, such as those for TLS and SASL
 * @param allowPlaintext whether a broker on another machine may be talked to without TLS; default false
 * @param createTopics whether a module's topics are made when they are missing; default false
 * @param partitions how many partitions a new topic for changes has: the most workers that can feed a sink side by side;
 *     it cannot be changed later; default 12
 * @param replication how many brokers hold each partition of a new topic; default 3
 * @param lagInterval how often Kafka is asked how far each sink that runs here is behind; 0 for never; default 30 s
 */
@ConfigurationProperties("millrace.kafka")
record KafkaProperties(
        @DefaultValue("") String bootstrapServers,
        @DefaultValue Map<String, String> properties,
        @DefaultValue("false") boolean allowPlaintext,
        @DefaultValue("false") boolean createTopics,
        @DefaultValue("12") int partitions,
        @DefaultValue("3") int replication,
        @DefaultValue("30s") Duration lagInterval) {

    KafkaProperties {
        properties = Map.copyOf(properties);
        if (lagInterval.isNegative()) {
            throw new InvalidValueException(
                    "millrace.kafka.lag-interval", lagInterval.toString(), "must not be negative");
        }
    }

    /** Shows the names of the properties, not their values, which may be secret. */
    @Override
    public String toString() {
        return "KafkaProperties[bootstrapServers=%s, properties=%s]".formatted(bootstrapServers, properties.keySet());
    }
}
