/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The one broker there is goes and comes back with what it had on disk, while everything is on its way. */
@Tag("slow")
@ExtendWith(LocalDynamoDb.class)
class BrokerKilledIT {

    private static final int COMMANDS = 300;

    @Test
    void nothing_is_broken_by_a_broker_that_is_killed_or_stopped_and_comes_back(
            DynamoDbLocal dynamo, @TempDir Path folder) {
        try (LocalKafkaBroker kafka =
                        LocalKafkaBroker.childProcess(EngineOptions.defaults().withHeapMegabytes(256));
                ChaosRoad road = new ChaosRoad(dynamo, kafka, folder)) {
            Child bridge = road.start(Life.Kind.BRIDGE, "bridge");
            Child runner = road.start(Life.Kind.RUNNER, "runner");
            road.publish(COMMANDS);
            road.awaitShown();

            publishWhile(road, kafka::kill);
            kafka.restart();
            road.publish(COMMANDS);
            road.awaitShown();

            publishWhile(road, kafka::stop);
            kafka.restart();
            road.assertThatNothingIsBroken();
            assertThat(bridge.isAlive() && runner.isAlive())
                    .as("both outlive the broker")
                    .isTrue();
        }
    }

    private static void publishWhile(ChaosRoad road, Runnable outage) {
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> road.publish(COMMANDS));
        outage.run();
        publishing.join();
    }
}
