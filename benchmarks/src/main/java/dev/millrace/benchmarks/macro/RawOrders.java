/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The same rows by the bare client, as somebody would write them by hand who has all their values. */
final class RawOrders {

    private static final String TABLE = CountedModule.ID.commandTable();
    private static final String NOW = "2026-01-02T03:04:05.678Z";

    private final DynamoDbAsyncClient client;

    RawOrders(DynamoDbAsyncClient client) {
        this.client = client;
    }

    /** Inserts the first version of an order. */
    Mono<PutItemResponse> create(String sort) {
        return Mono.fromFuture(() -> insert(sort, 1));
    }

    /** Inserts the version after that one, or the one after the winner's, until it is in. Emits the version. */
    Mono<Long> appendAfter(String sort, long known) {
        return Mono.fromFuture(() -> insert(sort, known + 1))
                .map(done -> known + 1)
                .onErrorResume(
                        ConditionalCheckFailedException.class, taken -> appendAfter(sort, versionOf(taken.item())));
    }

    private static long versionOf(Map<String, AttributeValue> winner) {
        return Long.parseLong(requireNonNull(winner.get("version")).n());
    }

    private CompletableFuture<PutItemResponse> insert(String sort, long version) {
        return client.putItem(put -> put.tableName(TABLE)
                .item(row(sort, version))
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }

    private static Map<String, AttributeValue> row(String sort, long version) {
        Map<String, AttributeValue> row = new HashMap<>(32);
        row.put("pk", AttributeValue.fromS("ORDER#" + Orders.TENANT));
        row.put("sk", AttributeValue.fromS("%s#v%010d".formatted(sort, version)));
        row.put("id", AttributeValue.fromS("ORDER#" + Orders.TENANT + "#" + sort));
        row.put("code", AttributeValue.fromS(sort));
        row.put("type", AttributeValue.fromS("ORDER"));
        row.put("tenantCode", AttributeValue.fromS(Orders.TENANT));
        row.put("version", AttributeValue.fromN(Long.toString(version)));
        row.put("name", AttributeValue.fromS(""));
        row.put("attributes", attributes(version));
        row.put("isDeleted", AttributeValue.fromBool(false));
        row.put("createdAt", AttributeValue.fromS(NOW));
        row.put("createdBy", AttributeValue.fromS("system"));
        row.put("createdIp", AttributeValue.fromS(""));
        row.put("updatedAt", AttributeValue.fromS(NOW));
        row.put("updatedBy", AttributeValue.fromS("system"));
        row.put("updatedIp", AttributeValue.fromS(""));
        row.put("commandId", AttributeValue.fromS("0af76519-16cd-43dd-8448-eb211c80319c"));
        row.put("source", AttributeValue.fromS(""));
        row.put("requestId", AttributeValue.fromS(""));
        row.put("traceparent", AttributeValue.fromS(""));
        return row;
    }

    private static AttributeValue attributes(long version) {
        return AttributeValue.fromM(Map.of(
                "text", AttributeValue.fromS(Orders.text()),
                "revision", AttributeValue.fromN(Long.toString(version)),
                "status", AttributeValue.fromS("CONFIRMED")));
    }
}
