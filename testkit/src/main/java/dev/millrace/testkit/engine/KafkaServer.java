/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** One Kafka broker, its own controller, in this JVM. */
final class KafkaServer implements Server {

    private static final String HOST = "127.0.0.1:";
    private static final List<String> ONE_OF_EACH = List.of(
            "offsets.topic.replication.factor",
            "offsets.topic.num.partitions", // 50 by default, which makes the first join slow
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "transaction.state.log.num.partitions");

    private volatile @Nullable KafkaRaftServer running;

    @Override
    public String start(Path folder) throws Exception {
        Path config = folder.resolve("server.properties");
        return Files.exists(config) ? run(load(config)) : Ports.withFreePort(port -> startNew(folder, config, port));
    }

    private String startNew(Path folder, Path config, int port) throws Exception {
        Path logs = Files.createTempDirectory(folder, "logs-");
        Properties properties = properties(logs, port, Ports.free());
        store(properties, config);
        format(config);
        try {
            return run(properties);
        } catch (Exception e) {
            Files.delete(config);
            throw e;
        }
    }

    private static Properties properties(Path logs, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + HOST + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "PLAINTEXT://" + HOST + port + ",CONTROLLER://" + HOST + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://" + HOST + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", logs.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("broker.session.timeout.ms", "60000"); // a machine short of time is no broker that is gone
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        ONE_OF_EACH.forEach(name -> properties.put(name, "1"));
        return properties;
    }

    private static void format(Path config) {
        String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", config.toString()};
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
