/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.spring.SettingsException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The properties of Kafka clients that the settings describe, once they are found to be sound. */
final class KafkaClients {

    private static final String PROTOCOL = "security.protocol";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final KafkaProperties kafka;

    /** Fails with {@link SettingsException} when servers are missing, or would be talked to without TLS unasked. */
    KafkaClients(KafkaProperties kafka) {
        this.kafka = kafka;
        requireServers();
        requireTls();
    }

    private void requireServers() {
        if (kafka.bootstrapServers().isBlank()) {
            throw new SettingsException(
                    "the bridge or a sink is to run, and millrace.kafka.bootstrap-servers is not set",
                    "Set it to host:port of Kafka, or set millrace.bridge.enabled and millrace.sinks.*.run to false.");
        }
    }

    private void requireTls() {
        String protocol = kafka.properties().getOrDefault(PROTOCOL, "PLAINTEXT");
        boolean plain = protocol.equals("PLAINTEXT") || protocol.equals("SASL_PLAINTEXT");
        if (plain && !kafka.allowPlaintext() && !isLocal()) {
            throw new SettingsException(
                    "millrace.kafka.bootstrap-servers is on another machine, and millrace.kafka.properties.%s is %s"
                            .formatted(PROTOCOL, protocol),
                    "Set millrace.kafka.properties.security.protocol to SSL or SASL_SSL, or"
                            + " millrace.kafka.allow-plaintext=true where the network itself is safe.");
        }
    }

    private boolean isLocal() {
        return servers().stream()
                .map(server -> server.replaceFirst(":\\d+$", ""))
                .allMatch(LOOPBACK::contains);
    }

    private List<String> servers() {
        return Arrays.stream(kafka.bootstrapServers().split(","))
                .map(String::strip)
                .toList();
    }

    String bootstrapServers() {
        return String.join(",", servers());
    }

    /** What was set, without the servers. */
    Map<String, String> extra() {
        return kafka.properties();
    }

    /** What was set, with the servers. */
    Map<String, String> all() {
        Map<String, String> all = new HashMap<>(kafka.properties());
        all.put("bootstrap.servers", bootstrapServers());
        return all;
    }
}
