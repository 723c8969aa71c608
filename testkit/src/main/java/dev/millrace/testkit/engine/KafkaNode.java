/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * What makes one broker, which is its own controller, a member of its cluster.
 *
 * @param id names it in the cluster
 * @param port where clients find it
 * @param controllerPort where the others find it
 * @param clusterId names the cluster
 * @param voters all members, as Kafka wants them listed
 * @param size how many members there are
 */
record KafkaNode(int id, int port, int controllerPort, String clusterId, String voters, int size) {

    private static final String HOST = "127.0.0.1:";

    private static final List<String> ONE_OF_EACH = List.of(
            "offsets.topic.num.partitions", // 50 by default, which makes the first join slow
            "transaction.state.log.num.partitions");

    private static final List<String> ON_ALL =
            List.of("offsets.topic.replication.factor", "transaction.state.log.replication.factor");

    private static final List<String> ON_MOST = List.of("transaction.state.log.min.isr", "min.insync.replicas");

    static String voter(int id, int controllerPort) {
        return id + "@" + HOST + controllerPort;
    }

    String address() {
        return HOST + port;
    }

    Properties properties(Path logs) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(id));
        properties.put("controller.quorum.voters", voters);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "PLAINTEXT://" + address() + ",CONTROLLER://" + HOST + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://" + address());
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", logs.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        ONE_OF_EACH.forEach(name -> properties.put(name, "1"));
        ON_ALL.forEach(name -> properties.put(name, Integer.toString(size)));
        ON_MOST.forEach(name -> properties.put(name, Integer.toString(size / 2 + 1)));
        return properties;
    }
}
