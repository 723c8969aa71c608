/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.CommandTable;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.bridge.kcl.KclSource;
import dev.millrace.item.ModuleId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import reactor.core.publisher.Mono;

/** A process with a worker of the bridge in it, to be killed. */
final class BridgeWorker {

    /** How long a worker may be silent before the others take its shards. */
    static final Duration FAILOVER = Duration.ofSeconds(2);

    /** What may have been read and not yet be acknowledged. */
    static final int IN_FLIGHT = 256;

    private BridgeWorker() {}

    /**
     * Runs until killed, or until its parent is gone. Takes DynamoDB's endpoint and database, Kafka's servers, the three parts
     * of the module's name, the worker's name and who hands out the shards.
     */
    public static void main(String[] arguments) {
        endWithParent();
        ModuleId module = new ModuleId(arguments[3], arguments[4], arguments[5]);
        KclOptions options = KclOptions.local()
                .withWorkerId(arguments[6])
                .withAssignment(KclOptions.Assignment.valueOf(arguments[7]))
                .withFailover(FAILOVER);
        Map<String, Object> kafka = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[2]);
        try (CountedModule connected = new CountedModule(URI.create(arguments[0]), arguments[1], () -> {})) {
            StreamBridge.of(
                            KclSource.of(connected.connection(), module, options),
                            KafkaChangePublishers.of(module, kafka),
                            CommandTable.of(connected.connection(), module),
                            BridgeOptions.defaults().withMaxInFlight(IN_FLIGHT),
                            BridgeListener.none())
                    .runUntil(Mono.never())
                    .block();
        }
    }

    /** The parent holds the other end of standard input, however it ends. */
    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.readAllBytes();
                    } catch (IOException e) {
                        // a broken pipe is an end, too
                    }
                    Runtime.getRuntime().halt(1);
                },
                "parent watch");
        watch.setDaemon(true);
        watch.start();
    }
}
