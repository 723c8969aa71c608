/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.MapTable;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Shards that end while changes are written: an engine inside the JVM, since only that one rolls shards when told to. */
@Timeout(120)
class ShardRolloverIT {

    private static final int ROUNDS = 4;
    private static final int CHANGES_PER_ROUND = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(50);

    private final KclFixture stream = new KclFixture();
    private final List<Long> published = new CopyOnWriteArrayList<>();
    private final List<String> history = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void changes_keep_their_order_and_a_child_shard_begins_only_after_all_of_its_parent_is_saved() {
        Sinks.Empty<Void> stop = Sinks.empty();
        var done = StreamBridge.of(
                        stream.source(),
                        maxInFlight -> Mono.just(new SlowKafka()),
                        new MapTable(),
                        BridgeOptions.defaults(),
                        new History())
                .runUntil(stop.asMono())
                .toFuture();

        for (int round = 0; round < ROUNDS; round++) {
            stream.write(round * CHANGES_PER_ROUND + 1, (round + 1) * CHANGES_PER_ROUND);
            stream.roll();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> published.size() >= ROUNDS * CHANGES_PER_ROUND);
        stop.tryEmitEmpty();
        assertThat(done).succeedsWithin(PATIENCE);

        assertThat(published)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, ROUNDS * CHANGES_PER_ROUND)
                        .boxed()
                        .toList());
        assertThat(history.subList(0, 2 * ROUNDS - 1))
                .as("one shard after another")
                .containsExactly("started", "ended", "started", "ended", "started", "ended", "started");
    }

    private final class SlowKafka implements ChangePublisher {

        @Override
        public Mono<Void> publish(ChangeRecord change) {
            return Mono.fromRunnable(() -> published.add(change.version().value()))
                    .then(Mono.delay(ACKNOWLEDGEMENT))
                    .then();
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return Mono.error(new AssertionError("nothing to set aside"));
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }

    private final class History implements BridgeListener {

        @Override
        public void shardStarted(ShardId shard) {
            history.add("started");
        }

        @Override
        public void shardEnded(ShardId shard) {
            history.add("ended");
        }
    }
}
