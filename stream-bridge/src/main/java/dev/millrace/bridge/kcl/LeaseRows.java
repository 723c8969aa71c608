/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.ShardStatus;
import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The table of leases, read from outside: nothing here takes part in handing them out.
 *
 * @param client keeps the leases
 * @param table of the leases
 */
record LeaseRows(DynamoDbAsyncClient client, String table) {

    private static final String KEY = "leaseKey";
    private static final String CHECKPOINT = "checkpoint";
    private static final AttributeValue NONE = AttributeValue.fromS("");

    /** The leases of all streams that the table has known; none if there is no such table. */
    Flux<ShardStatus> read() {
        return page(Map.of())
                .expand(page -> page.hasLastEvaluatedKey() ? page(page.lastEvaluatedKey()) : Mono.empty())
                .concatMapIterable(ScanResponse::items, 1)
                .filter(row -> row.containsKey(KEY) && row.containsKey(CHECKPOINT))
                .map(LeaseRows::status)
                .onErrorComplete(ResourceNotFoundException.class)
                .onErrorMap(this::failure);
    }

    private Mono<ScanResponse> page(Map<String, AttributeValue> after) {
        return Mono.fromFuture(() -> client.scan(
                scan -> scan.tableName(table).consistentRead(true).exclusiveStartKey(after.isEmpty() ? null : after)));
    }

    private static ShardStatus status(Map<String, AttributeValue> row) {
        String key = text(row, KEY);
        AttributeValue carried = row.get(LeaseNotes.CARRIED_UP_TO);
        return new ShardStatus(
                ShardId.of(key.substring(key.lastIndexOf(':') + 1)),
                text(row, "leaseOwner"),
                text(row, CHECKPOINT),
                carried == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(carried.n())));
    }

    private static String text(Map<String, AttributeValue> row, String name) {
        String text = row.getOrDefault(name, NONE).s();
        return text == null ? "" : text;
    }

    private Throwable failure(Throwable failure) {
        return new StoreUnavailableException(
                "table %s cannot be read: %s"
                        .formatted(table, failure.getClass().getSimpleName()),
                failure);
    }
}
