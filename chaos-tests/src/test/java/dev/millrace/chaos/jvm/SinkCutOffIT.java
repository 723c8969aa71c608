/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.fault.FaultProxy;
import dev.millrace.testkit.fault.Link;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The network between a runner and its sink gets long, narrow, one way, and goes. */
@Tag("slow")
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class SinkCutOffIT {

    private static final int COMMANDS = 400;
    private static final int RESETS = 5;
    private static final Duration CUT = Duration.ofSeconds(30);

    @Test
    void a_bad_network_costs_time_and_nothing_else(DynamoDbLocal dynamo, KafkaBroker kafka, @TempDir Path folder) {
        URI server = dynamo.endpoint();
        try (FaultProxy network = FaultProxy.to(server.getHost(), server.getPort());
                ChaosRoad road = new ChaosRoad(dynamo, kafka, folder)) {
            road.start(Life.Kind.BRIDGE, "bridge");
            Child runner = road.start(Life.Kind.RUNNER, "runner", URI.create("http://" + network.address()));
            road.publish(COMMANDS);
            road.awaitShown();

            under(Link.healthy().withLatency(Duration.ofMillis(200)), network, road);
            under(Link.healthy().withBytesPerSecond(64 << 10), network, road);
            for (int i = 0; i < RESETS; i++) {
                road.publish(COMMANDS / RESETS);
                network.reset();
            }
            road.awaitShown();
            cutOff(Link.blackHole(), network, road, runner);
            cutOff(Link.healthy().withoutAnswers(), network, road, runner);
            cutOff(Link.refused(), network, road, runner);

            road.assertThatNothingIsBroken();
            assertThat(runner.has(Parked.class::isInstance)).as("parked").isFalse();
        }
    }

    private static void under(Link link, FaultProxy network, ChaosRoad road) {
        network.become(link);
        road.publish(COMMANDS);
        road.awaitShown();
        network.heal();
    }

    private static void cutOff(Link link, FaultProxy network, ChaosRoad road, Child runner) {
        long words = runner.count(Announced.class::isInstance);
        network.become(link);
        road.publish(COMMANDS);
        await().pollDelay(CUT)
                .atMost(ChaosRoad.PATIENCE)
                .until(() -> runner.count(Announced.class::isInstance) > words);
        network.heal();
        road.awaitShown();
    }
}
