/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.change.ChangeRecord;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Sinks;

/** The topic is not there, and the broker does not create it by itself. */
@Timeout(120)
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class MissingTopicIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHANGES = 20;

    @Test
    void while_nobody_has_created_the_topic_everything_waits_and_then_nothing_is_missing(
            DynamoDbLocal dynamo, KafkaBroker kafka) {
        AtomicInteger restarts = new AtomicInteger();
        Sinks.Empty<Void> stop = Sinks.empty();
        try (LocalRoad road = LocalRoad.withoutTopics(dynamo, kafka)) {
            road.write(1, 1, CHANGES);
            BridgeListener counting = new BridgeListener() {
                @Override
                public void restarting(Throwable cause, Duration pause) {
                    restarts.incrementAndGet();
                }
            };
            StreamBridge bridge = road.impatientBridge("worker-1", counting);
            CompletableFuture<Void> running = bridge.runUntil(stop.asMono()).toFuture();
            await().atMost(PATIENCE).until(() -> restarts.get() >= 2);
            assertThat(bridge.health().isUp()).isFalse();

            road.createTopics();
            List<ChangeRecord> changes = road.readChanges(CHANGES);
            stop.tryEmitEmpty();
            assertThat(running).succeedsWithin(PATIENCE);
            assertThat(changes.stream().map(change -> change.version().value()).distinct())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, CHANGES).boxed().toList());
        }
    }
}
