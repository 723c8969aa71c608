/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.streams.ShardNote;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * What a table of checkpoints holds of streams that the command table had before. The table is small, so it is scanned.
 *
 * @param client reaches it
 * @param table its name
 * @param streamArn the stream that the command table has now
 */
record OtherStreams(DynamoDbAsyncClient client, String table, String streamArn) {

    private static final int DELETIONS_AT_ONCE = 4;

    /** Emits what is owed since the other streams were carried; empty if there are none. */
    Mono<ShardNote> owed(Function<Map<String, AttributeValue>, ShardRow> reading) {
        return rows().filter(DynamoCheckpointStore::isOfShard)
                .map(row -> owedSince(reading.apply(row)))
                .reduce(ShardNote::or);
    }

    /** Shards that were carried to their ends count as well: their children may never have been begun. */
    private static ShardNote owedSince(ShardRow row) {
        return new ShardNote(row.note().carriedUpTo(), true);
    }

    Mono<Void> forget() {
        return rows().map(row -> Map.of(
                        DynamoCheckpointStore.PK, row.get(DynamoCheckpointStore.PK),
                        DynamoCheckpointStore.SK, row.get(DynamoCheckpointStore.SK)))
                .flatMap(
                        key -> Mono.fromFuture(() -> client.deleteItem(
                                delete -> delete.tableName(table).key(key))),
                        DELETIONS_AT_ONCE)
                .then();
    }

    private Flux<Map<String, AttributeValue>> rows() {
        return page(Map.of())
                .expand(page -> page.hasLastEvaluatedKey() ? page(page.lastEvaluatedKey()) : Mono.empty())
                .concatMapIterable(OtherStreams::items);
    }

    private static List<Map<String, AttributeValue>> items(ScanResponse page) {
        return page.items();
    }

    private Mono<ScanResponse> page(Map<String, AttributeValue> after) {
        return Mono.fromFuture(() -> client.scan(scan -> scan.tableName(table)
                .consistentRead(true)
                .filterExpression("pk <> :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(streamArn)))
                .exclusiveStartKey(after.isEmpty() ? null : after)));
    }
}
