/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

class DynamoDbLocalIT {

    private static DynamoDbLocal engine;

    @BeforeAll
    static void start() {
        engine = DynamoDbLocal.start();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void what_is_written_comes_out_of_the_tables_stream() {
        String accessKey = DynamoDbLocal.freshAccessKey();
        try (DynamoDbAsyncClient client = engine.client(accessKey).build();
                DynamoDbStreamsAsyncClient streams =
                        engine.streamsClient(accessKey).build()) {
            String stream = Tables.createStreamed(client, "orders");
            client.putItem(put -> put.tableName("orders").item(Map.of("pk", AttributeValue.fromS("A"))))
                    .join();

            assertThat(records(streams, stream)).singleElement().satisfies(record -> {
                assertThat(record.eventName()).isEqualTo(OperationType.INSERT);
                assertThat(record.dynamodb().newImage()).containsEntry("pk", AttributeValue.fromS("A"));
            });
        }
    }

    @Test
    void each_access_key_has_a_database_of_its_own() {
        try (DynamoDbAsyncClient one =
                        engine.client(DynamoDbLocal.freshAccessKey()).build();
                DynamoDbAsyncClient other =
                        engine.client(DynamoDbLocal.freshAccessKey()).build()) {
            Tables.createStreamed(one, "orders");

            assertThat(one.listTables().join().tableNames()).containsExactly("orders");
            assertThat(other.listTables().join().tableNames()).isEmpty();
        }
    }

    @Test
    void two_engines_run_side_by_side_and_a_closed_one_answers_no_more() {
        DynamoDbLocal second = DynamoDbLocal.start();
        assertThat(answer(second.endpoint())).isEqualTo(answer(engine.endpoint()));
        assertThat(second.endpoint()).isNotEqualTo(engine.endpoint());

        second.close();
        second.close();

        assertThatThrownBy(() -> answer(second.endpoint())).hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void an_engine_that_does_not_come_up_in_time_says_so_and_is_gone() {
        EngineOptions hurried = EngineOptions.defaults().withStartTimeout(Duration.ofMillis(1));

        assertThatThrownBy(() -> DynamoDbLocal.start(hurried))
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining("dynamodb did not start: no answer from the engine within PT0.001S");
    }

    private static List<Record> records(DynamoDbStreamsAsyncClient streams, String stream) {
        String shard = streams.describeStream(describe -> describe.streamArn(stream))
                .join()
                .streamDescription()
                .shards()
                .get(0)
                .shardId();
        String iterator = streams.getShardIterator(
                        get -> get.streamArn(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
        return streams.getRecords(get -> get.shardIterator(iterator)).join().records();
    }

    private static int answer(URI endpoint) {
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(endpoint).build(), BodyHandlers.discarding())
                .join()
                .statusCode();
    }
}
