/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.LocalKafkaCluster;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of three brokers one, and then two, go while everything is on its way; a record must be on two to be acknowledged. */
@Tag("slow")
@ExtendWith(LocalDynamoDb.class)
class LeaderLostIT {

    private static final int BROKERS = 3;
    private static final int COMMANDS = 300;

    @Test
    void nothing_is_broken_by_a_leader_that_is_killed_nor_by_too_few_replicas(
            DynamoDbLocal dynamo, @TempDir Path folder) throws Exception {
        try (LocalKafkaCluster kafka = LocalKafkaCluster.start(
                        BROKERS, EngineOptions.defaults().withHeapMegabytes(192));
                ChaosRoad road = new ChaosRoad(dynamo, kafka, folder, BROKERS)) {
            Child bridge = road.start(Life.Kind.BRIDGE, "bridge");
            Child runner = road.start(Life.Kind.RUNNER, "runner");
            road.publish(COMMANDS);
            road.awaitShown();

            int leader = leader(kafka, road.changesTopic());
            publishWhile(road, () -> kafka.kill(leader));
            road.publish(COMMANDS);
            road.awaitShown();
            assertThat(leader(kafka, road.changesTopic())).isNotEqualTo(leader);
            kafka.restart(leader);

            List<Integer> most = IntStream.rangeClosed(1, BROKERS)
                    .boxed()
                    .filter(broker -> broker != leader)
                    .toList();
            publishWhile(road, () -> most.forEach(kafka::kill));
            most.forEach(kafka::restart);
            road.publish(COMMANDS);
            road.assertThatNothingIsBroken();
            assertThat(bridge.isAlive() && runner.isAlive())
                    .as("both outlive the brokers")
                    .isTrue();
        }
    }

    private static void publishWhile(ChaosRoad road, Runnable outage) {
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> road.publish(COMMANDS));
        outage.run();
        publishing.join();
    }

    /** Who leads the first partition of a topic now. */
    private static int leader(LocalKafkaCluster kafka, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .get(0)
                    .leader()
                    .id();
        }
    }
}
