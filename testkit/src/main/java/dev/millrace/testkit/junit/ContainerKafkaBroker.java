/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.KafkaBroker;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** A broker in a container. The only class that needs Testcontainers. */
final class ContainerKafkaBroker implements KafkaBroker {

    private static final String IMAGE = "apache/kafka-native:4.1.1";

    private final KafkaContainer container;

    private ContainerKafkaBroker(KafkaContainer container) {
        this.container = container;
    }

    /** Starts a container; returns null where no container engine answers. */
    static @Nullable KafkaBroker startIfPossible() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return null;
        }
        KafkaContainer container = new KafkaContainer(IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.start();
        return new ContainerKafkaBroker(container);
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.close();
    }
}
