/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Audit;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** {@link DataStore} on the data table. */
final class DynamoDataStore implements DataStore {

    /** An expired row, which DynamoDB may leave for days, is no obstacle to the item that begins again at version 1. */
    private static final String IS_NEWER =
            "attribute_not_exists(pk) OR #version < :version OR (#ttl <= :recorded AND #created < :created)";

    private static final Map<String, String> NAMES =
            Map.of("#version", Rows.VERSION, "#ttl", Rows.TTL, "#created", Rows.CREATED_AT);

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;
    private final BatchedGets batchedGets;

    DynamoDataStore(DynamoDbAsyncClient client, DynamoCalls calls, ModuleId module) {
        this.client = client;
        this.calls = calls;
        this.table = module.dataTable();
        this.batchedGets = new BatchedGets(client, calls, table);
    }

    /** The guarded write as part of a transaction. */
    static Put put(String table, DataItem item) {
        return Put.builder()
                .tableName(table)
                .item(DataRows.write(item))
                .conditionExpression(IS_NEWER)
                .expressionAttributeNames(NAMES)
                .expressionAttributeValues(valuesOf(item))
                .build();
    }

    private static Map<String, AttributeValue> valuesOf(DataItem item) {
        Audit audit = item.state().audit();
        return Map.of(
                ":version", Rows.number(item.version().value()),
                ":recorded", Rows.number(audit.updated().at().getEpochSecond()),
                ":created", AttributeValue.fromS(audit.created().at().toString()));
    }

    @Override
    public Mono<Boolean> put(DataItem item) {
        return Contention.outlast(calls.call(() -> client.putItem(put -> put.tableName(table)
                        .item(DataRows.write(item))
                        .conditionExpression(IS_NEWER)
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(valuesOf(item)))))
                .map(written -> true)
                .onErrorReturn(ConditionalCheckFailedException.class, false)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    @Override
    public Mono<DataItem> get(ItemKey key) {
        return calls.call(() -> client.getItem(get -> get.tableName(table)
                        .key(Rows.key(key.partition().text(), key.sort().text()))
                        .consistentRead(true)))
                .filter(found -> found.hasItem())
                .map(found -> DataRows.read(found.item()))
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    @Override
    public Flux<DataItem> getAll(Collection<ItemKey> keys) {
        return batchedGets.get(keys);
    }

    @Override
    public Mono<Slice> list(PartitionKey partition, ItemQuery query, @Nullable SortKey after) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .scanIndexForward(query.order() == ItemQuery.Order.ASCENDING)
                .limit(query.limit());
        SortKeyExpressions.apply(query.sortKeys(), partition, request);
        if (after != null) {
            request.exclusiveStartKey(Rows.key(partition.text(), after.text()));
        }
        QueryRequest built = request.build();
        return calls.call(() -> client.query(built))
                .map(DynamoDataStore::slice)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private static Slice slice(QueryResponse page) {
        List<DataItem> items = page.items().stream().map(DataRows::read).toList();
        SortKey last = page.hasLastEvaluatedKey() ? SortKey.of(Rows.text(page.lastEvaluatedKey(), Rows.SK)) : null;
        return new Slice(items, last, last == null);
    }
}
