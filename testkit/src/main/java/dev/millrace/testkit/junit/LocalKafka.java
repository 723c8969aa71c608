/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link KafkaBroker} as a parameter: the one at {@code KAFKA_BOOTSTRAP_SERVERS} if that environment
 * variable is set, else a container where a container engine answers, else a broker in this JVM. All test classes of a
 * JVM share it; tests do not close it.
 */
public final class LocalKafka implements ParameterResolver {

    private static final Path DOCKER_SOCKET = Path.of("/var/run/docker.sock");

    /** For {@code @ExtendWith}. */
    public LocalKafka() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedEngines.get(context, KafkaBroker.class, LocalKafka::open);
    }

    private static KafkaBroker open() {
        @Nullable String given = SharedEngines.environment("KAFKA_BOOTSTRAP_SERVERS");
        if (given != null) {
            return announced("given", KafkaBroker.at(given));
        }
        @Nullable KafkaBroker container = mayHaveContainers() ? ContainerKafkaBroker.startIfPossible() : null;
        return container == null
                ? announced("in this JVM", LocalKafkaBroker.inProcess())
                : announced("container", container);
    }

    /** Looked up before Testcontainers is loaded, which takes time and logs an error where there is none. */
    private static boolean mayHaveContainers() {
        return SharedEngines.environment("DOCKER_HOST") != null || Files.exists(DOCKER_SOCKET);
    }

    private static KafkaBroker announced(String kind, KafkaBroker broker) {
        SharedEngines.announce("Kafka: %s at %s".formatted(kind, broker.bootstrapServers()));
        return broker;
    }
}
