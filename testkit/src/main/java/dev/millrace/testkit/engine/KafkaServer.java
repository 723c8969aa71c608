/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** One Kafka broker, its own controller, in this JVM: alone, unless its folder was prepared for another node. */
final class KafkaServer implements Server {

    private static final String CONFIG = "server.properties";

    private volatile @Nullable KafkaRaftServer running;

    @Override
    public String start(Path folder) throws Exception {
        Path config = folder.resolve(CONFIG);
        return Files.exists(config) ? run(load(config)) : Ports.withFreePort(port -> startNew(folder, config, port));
    }

    private String startNew(Path folder, Path config, int port) throws Exception {
        int controllerPort = Ports.free();
        String cluster = Uuid.randomUuid().toString();
        prepare(folder, new KafkaNode(1, port, controllerPort, cluster, KafkaNode.voter(1, controllerPort), 1));
        try {
            return run(load(config));
        } catch (Exception e) {
            Files.delete(config);
            throw e;
        }
    }

    /** Makes the folder one from which that node starts; leaves it alone if it is. */
    static void prepare(Path folder, KafkaNode node) throws IOException {
        Path config = folder.resolve(CONFIG);
        if (!Files.exists(config)) {
            store(node.properties(Files.createTempDirectory(folder, "logs-")), config);
            format(config, node.clusterId());
        }
    }

    private static void format(Path config, String clusterId) {
        String[] arguments = {"format", "-t", clusterId, "-c", config.toString()};
        int code = StorageTool.execute(arguments, new PrintStream(OutputStream.nullOutputStream(), false));
        if (code != 0) {
            throw new IllegalStateException("formatting the broker's folder ended with code " + code);
        }
    }

    private String run(Properties properties) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            stop(server);
            throw e;
        }
        running = server;
        return properties.getProperty("advertised.listeners").substring("PLAINTEXT://".length());
    }

    @Override
    public void stop() {
        if (running != null) {
            stop(running);
            running = null;
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown(); // the broker halts the JVM when its folder goes before it does
    }

    private static void store(Properties properties, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }
}
