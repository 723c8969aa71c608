/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import picocli.CommandLine.Option;

/** Which Kafka, for commands that cannot do without. */
final class KafkaOption {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
            required = true,
            description = "Kafka's bootstrap servers (KAFKA_BOOTSTRAP_SERVERS).")
    private String servers = "";

    String servers() {
        return servers;
    }
}
