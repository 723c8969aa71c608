/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.Changes;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.MapTable;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Shards that end while changes are written: an engine inside the JVM, since only that one rolls shards when told to. */
@Timeout(120)
class ShardRolloverIT {

    private static final String TABLE = "rolling";
    private static final int ROUNDS = 4;
    private static final int CHANGES_PER_ROUND = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(50);

    private final AmazonDynamoDBLocal engine = DynamoDBEmbedded.create(true);
    private final DynamoDbAsyncClient client = engine.dynamoDbAsyncClient();
    private final List<Long> published = new CopyOnWriteArrayList<>();
    private final List<String> history = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        engine.shutdown();
    }

    @Test
    void changes_keep_their_order_and_a_child_shard_begins_only_after_all_of_its_parent_is_saved() {
        String arn = createTable();
        var source = new KclStreamSource(
                Mono.just(arn),
                "bridge",
                client,
                this::streams,
                image -> Changes.change("order-1", Long.parseLong(image.get("v").n())),
                KclOptions.local());
        Sinks.Empty<Void> stop = Sinks.empty();
        var done = StreamBridge.of(
                        source,
                        maxInFlight -> Mono.just(new SlowKafka()),
                        new MapTable(),
                        BridgeOptions.defaults(),
                        new History())
                .runUntil(stop.asMono())
                .toFuture();

        for (int round = 0; round < ROUNDS; round++) {
            write(round);
            engine.triggerShardRollovers();
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

    private String createTable() {
        return client.createTable(table -> table.tableName(TABLE)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("v")
                                .attributeType(ScalarAttributeType.N)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("v")
                                .keyType(KeyType.HASH)
                                .build())
                        .streamSpecification(
                                stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
                .join()
                .tableDescription()
                .latestStreamArn();
    }

    private void write(int round) {
        for (int n = 1; n <= CHANGES_PER_ROUND; n++) {
            String version = Integer.toString(round * CHANGES_PER_ROUND + n);
            client.putItem(put -> put.tableName(TABLE).item(Map.of("v", AttributeValue.fromN(version))))
                    .join();
        }
    }

    private StreamsClient streams(String arn) {
        return new StreamsClient(engine.dynamoDbStreamsAsyncClient(), Region.US_EAST_1, arn);
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
