/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static org.awaitility.Awaitility.await;

import dev.millrace.chaos.watch.CrashPoint;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A bridge and a runner are killed with SIGKILL at each of the named points, one life after the other. */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class CrashPointsIT {

    private static final int BURST = 24;

    /** These come once in a life, or once a poisoned change; the others come often, and the third time is as good. */
    private static final Set<CrashPoint> RARE = Set.of(
            CrashPoint.BRIDGE_PUBLISHER_OPENED,
            CrashPoint.BRIDGE_SHARD_OPENED,
            CrashPoint.BRIDGE_BEFORE_SET_ASIDE,
            CrashPoint.BRIDGE_SET_ASIDE_UNHEARD,
            CrashPoint.RUNNER_STARTED,
            CrashPoint.RUNNER_HALF_APPLIED,
            CrashPoint.RUNNER_BEFORE_PARK,
            CrashPoint.RUNNER_PARKED_UNHEARD,
            CrashPoint.RUNNER_KEPT_UNHEARD,
            CrashPoint.RUNNER_REDRIVE_CLAIMED,
            CrashPoint.RUNNER_REDRIVE_BEFORE_DROP,
            CrashPoint.RUNNER_REDRIVE_DROPPED_UNHEARD,
            CrashPoint.RUNNER_REDRIVE_BEFORE_RELEASE,
            CrashPoint.RUNNER_REDRIVE_RELEASED_UNHEARD,
            CrashPoint.RUNNER_BEFORE_DEAD_LETTER,
            CrashPoint.RUNNER_DEAD_LETTER_UNHEARD);

    @Test
    void nothing_is_broken_by_a_kill_at_any_of_the_points(
            DynamoDbLocal dynamo, KafkaBroker kafka, @TempDir Path folder) {
        try (ChaosRoad road = new ChaosRoad(dynamo, kafka, folder)) {
            CompletableFuture<Void> runners =
                    CompletableFuture.runAsync(() -> killAtEach(points("RUNNER"), Life.Kind.RUNNER, road));
            killAtEach(points("BRIDGE"), Life.Kind.BRIDGE, road);
            road.start(Life.Kind.BRIDGE, "bridge");
            runners.join();

            road.start(Life.Kind.RUNNER, "runner");
            road.publish(BURST);
            road.cure();
            road.assertThatNothingIsBroken();
        }
    }

    private static List<CrashPoint> points(String of) {
        return Arrays.stream(CrashPoint.values())
                .filter(point -> point.name().startsWith(of))
                .toList();
    }

    private static void killAtEach(List<CrashPoint> points, Life.Kind kind, ChaosRoad road) {
        String member = kind == Life.Kind.BRIDGE ? "bridge" : "runner";
        points.forEach(point -> {
            Child child = road.start(kind, member, point.name(), RARE.contains(point) ? 1 : 3);
            road.writeJunk();
            road.publishPoison();
            await(point.name())
                    .atMost(ChaosRoad.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        road.publish(BURST);
                        if (point.name().contains("REDRIVE")) {
                            road.redriveAll();
                        }
                        return child.isAtItsCrashPoint();
                    });
            child.kill();
        });
    }
}
