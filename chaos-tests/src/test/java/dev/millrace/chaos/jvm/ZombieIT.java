/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static org.awaitility.Awaitility.await;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.Delivered;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process stands still (SIGSTOP) until others have taken over what was its own, and then goes on (SIGCONT). */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class ZombieIT {

    private static final int BURST = 40;

    @Test
    void a_zombie_changes_neither_checkpoint_nor_sink(DynamoDbLocal dynamo, KafkaBroker kafka, @TempDir Path folder) {
        try (ChaosRoad road = new ChaosRoad(dynamo, kafka, folder)) {
            Child bridge = road.start(Life.Kind.BRIDGE, "bridge-a");
            Child runner = road.start(Life.Kind.RUNNER, "runner-a");
            publishUntil(road, bridge, Checkpointed.class::isInstance);
            publishUntil(road, runner, Delivered.class::isInstance);

            road.publish(BURST);
            bridge.pause();
            runner.pause();
            Child nextBridge = road.start(Life.Kind.BRIDGE, "bridge-b");
            Child nextRunner = road.start(Life.Kind.RUNNER, "runner-b");
            publishUntil(road, nextBridge, Checkpointed.class::isInstance);
            publishUntil(road, nextRunner, Delivered.class::isInstance);

            bridge.goOn();
            runner.goOn();
            publishUntil(road, bridge, ZombieIT::isLoss);
            road.assertThatNothingIsBroken();
        }
    }

    private static boolean isLoss(Event event) {
        return event instanceof Announced announced && announced.what().startsWith("lost");
    }

    private static void publishUntil(ChaosRoad road, Child child, Predicate<Event> seen) {
        await().atMost(ChaosRoad.PATIENCE).until(() -> {
            road.publish(BURST);
            return child.has(seen);
        });
    }
}
