/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.Tables;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

@ExtendWith(LocalDynamoDb.class)
class FaultyHttpClientIT {

    private static final String TABLE = "orders";
    private static final String PUT = "PutItem";

    private static final int ATTEMPTS = 3; // the SDK's standard
    private static SdkAsyncHttpClient http;

    private FaultyHttpClient faults;
    private DynamoDbAsyncClient client;

    @BeforeAll
    static void open() {
        http = NettyNioAsyncHttpClient.create();
    }

    @AfterAll
    static void shutDown() {
        http.close();
    }

    @BeforeEach
    void connect(DynamoDbLocal engine) {
        faults = FaultyHttpClient.over(http);
        client = engine.client(DynamoDbLocal.freshAccessKey(), faults)
                .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD))
                .build();
        Tables.createStreamed(client, TABLE);
        faults.resetCounts();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void without_a_fault_it_passes_on_and_counts() {
        put("A").join();
        put("B").join();

        assertThat(exists("A")).isTrue();
        assertThat(faults.count(PUT)).isEqualTo(2);
        assertThat(faults.count("GetItem")).isEqualTo(1);
        assertThat(faults.count()).isEqualTo(3);
    }

    @Test
    void a_lost_response_makes_the_retry_meet_what_the_first_request_wrote() {
        faults.onNext(PUT, Fault.loseResponse());

        assertThatThrownBy(() -> putNew("A").join()).hasCauseInstanceOf(ConditionalCheckFailedException.class);
        assertThat(exists("A")).isTrue();
        assertThat(faults.count(PUT)).isEqualTo(2);
    }

    @Test
    void a_request_that_fails_before_it_is_sent_leaves_no_trace() {
        faults.onEvery(PUT, Fault.failBeforeSending());

        assertThatThrownBy(() -> put("A").join()).hasCauseInstanceOf(SdkClientException.class);
        assertThat(faults.count(PUT)).isEqualTo(ATTEMPTS);
        assertThat(exists("A")).isFalse();
    }

    @Test
    void throttling_is_what_the_sdk_retries() {
        faults.onNext(PUT, Fault.throttle(), Fault.throttle());

        putNew("A").join();
        assertThat(exists("A")).isTrue();
        assertThat(faults.count(PUT)).isEqualTo(3);
    }

    @Test
    void a_canned_answer_becomes_the_exception_of_that_name() {
        faults.onEvery(PUT, Fault.answer(500, "InternalServerError"));

        assertThatThrownBy(() -> put("A").join()).hasCauseInstanceOf(InternalServerErrorException.class);
        assertThat(exists("A")).isFalse();
    }

    @Test
    void a_request_without_an_answer_stays_open_and_leaves_no_trace() {
        faults.onNext(PUT, Fault.neverAnswer());

        CompletableFuture<PutItemResponse> open = put("A");

        assertThat(exists("A")).isFalse();
        assertThat(open).isNotDone();
    }

    @Test
    void a_delayed_request_goes_well_in_the_end() {
        faults.onNext(PUT, Fault.delay(Duration.ofMillis(200)));
        long start = System.nanoTime();

        put("A").join();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(exists("A")).isTrue();
    }

    @Test
    void faults_of_one_operation_leave_the_others_alone_and_are_forgotten_on_demand() {
        faults.onEvery(PUT, Fault.neverAnswer()).onNext(PUT, Fault.neverAnswer());
        assertThat(exists("A")).isFalse();

        faults.heal();

        put("A").join();
        assertThat(exists("A")).isTrue();
    }

    private CompletableFuture<PutItemResponse> put(String key) {
        return client.putItem(put -> put.tableName(TABLE).item(item(key)));
    }

    private CompletableFuture<PutItemResponse> putNew(String key) {
        return client.putItem(
                put -> put.tableName(TABLE).item(item(key)).conditionExpression("attribute_not_exists(pk)"));
    }

    private boolean exists(String key) {
        return client.getItem(get -> get.tableName(TABLE).key(item(key)).consistentRead(true))
                .join()
                .hasItem();
    }

    private static Map<String, AttributeValue> item(String key) {
        return Map.of("pk", AttributeValue.fromS(key));
    }
}
