/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkedScope.OfItem;
import dev.millrace.parking.ParkedScope.OfTenant;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * {@link ParkedChanges} on DynamoDB. The row of an item counts its changes, and each transaction that adds or removes one
 * counts along; so an item row that says none can be deleted, and no change is left without an item row.
 */
final class DynamoParkedChanges implements ParkedChanges {

    private static final int ITEMS_A_PAGE = 100;

    /** A change may have 400 KB, and a redrive looks at the first one only, each time anew. */
    private static final int CHANGES_A_PAGE = 2;

    private static final Map<String, String> NAMES = Map.of(
            "#claimant", ParkedRows.CLAIMANT,
            "#until", ParkedRows.CLAIMED_UNTIL);

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;
    private final ParkedWrites writes;

    DynamoParkedChanges(DynamoDbAsyncClient client, DynamoCalls calls, String table) {
        this.client = client;
        this.calls = calls;
        this.table = table;
        this.writes = new ParkedWrites(client, calls, table);
    }

    @Override
    public Mono<Void> park(SinkId sink, ChangeRecord change, Setback setback) {
        return Mono.defer(() -> writes.all(
                        writes.joinOrBegin(sink, change.key(), setback),
                        writes.putNew(ParkedRows.change(sink, change))))
                .then();
    }

    @Override
    public Mono<Boolean> keepBehind(SinkId sink, ChangeRecord change) {
        return Mono.defer(() ->
                        writes.all(writes.count(sink, change.key(), 1), writes.putNew(ParkedRows.change(sink, change))))
                .map(refused -> !refused.contains(0));
    }

    @Override
    public Flux<ItemKey> keys(SinkId sink) {
        return rows(query(ParkedRows.items(sink)).projectionExpression(ParkedRows.ID), ITEMS_A_PAGE * 10)
                .map(row -> Rows.read(row, ParkedRows::readKey));
    }

    @Override
    public Flux<ParkedItem> list(SinkId sink, ParkedScope scope, @Nullable ItemKey after) {
        return Flux.defer(() -> {
            QueryRequest.Builder query = within(scope, ParkedRows.items(sink));
            if (after != null) {
                query.exclusiveStartKey(ParkedRows.itemKey(sink, after));
            }
            return rows(query, ITEMS_A_PAGE).map(row -> ParkedRows.readItem(sink, row));
        });
    }

    @Override
    public Flux<ChangeRecord> changes(SinkId sink, ItemKey key) {
        return rows(query(ParkedRows.changesOf(sink, key)), CHANGES_A_PAGE).map(ParkedRows::readChange);
    }

    @Override
    public Mono<Boolean> askRedrive(SinkId sink, ParkingEntry entry) {
        return writes.all(
                        writes.ask(sink, entry),
                        writes.put(ParkedRows.asked(sink, entry)),
                        writes.put(ParkedRows.entry(sink, entry)))
                .map(refused -> refused.isEmpty());
    }

    @Override
    public Flux<ItemKey> asked(SinkId sink, int limit) {
        return rows(query(ParkedRows.asked(sink)), limit).take(limit).map(row -> Rows.read(row, ParkedRows::readKey));
    }

    @Override
    public Mono<Boolean> claim(SinkId sink, ItemKey key, String claimant, Instant now, Instant until) {
        return calls.call(() -> client.updateItem(update -> update.tableName(table)
                        .key(ParkedRows.itemKey(sink, key))
                        .updateExpression("SET #claimant = :claimant, #until = :until")
                        .conditionExpression("attribute_exists(pk) AND (attribute_not_exists(#claimant)"
                                + " OR #claimant = :claimant OR #until <= :now)")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(
                                ":claimant", AttributeValue.fromS(claimant),
                                ":until", Rows.number(until.toEpochMilli()),
                                ":now", Rows.number(now.toEpochMilli())))))
                .map(claimed -> true)
                .onErrorReturn(ConditionalCheckFailedException.class, false)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    @Override
    public Mono<Void> drop(SinkId sink, ItemKey key, Version version) {
        return writes.all(writes.count(sink, key, -1), writes.deleteExisting(ParkedRows.changeKey(sink, key, version)))
                .then();
    }

    @Override
    public Mono<Boolean> release(SinkId sink, ItemKey key) {
        return writes.all(writes.deleteEmpty(sink, key), writes.delete(ParkedRows.askedKey(sink, key)))
                .map(refused -> refused.isEmpty());
    }

    @Override
    public Mono<Void> setBack(SinkId sink, ItemKey key, Setback setback) {
        return writes.all(writes.setBack(sink, key, setback), writes.delete(ParkedRows.askedKey(sink, key)))
                .then();
    }

    @Override
    public Mono<Void> record(SinkId sink, ParkingEntry entry) {
        return Mono.fromSupplier(() -> ParkedRows.entry(sink, entry))
                .flatMap(row -> calls.call(
                        () -> client.putItem(put -> put.tableName(table).item(row))))
                .onErrorMap(failure -> Failures.ofRead(table, failure))
                .then();
    }

    @Override
    public Flux<ParkingEntry> entries(SinkId sink, Tenant tenant) {
        return rows(within(ParkedScope.tenant(tenant), ParkedRows.entries(sink)), ITEMS_A_PAGE)
                .map(ParkedRows::readEntry);
    }

    private QueryRequest.Builder query(String partition) {
        return conditioned("pk = :pk", Map.of(":pk", AttributeValue.fromS(partition)));
    }

    private QueryRequest.Builder within(ParkedScope scope, String partition) {
        if (scope instanceof OfItem one) {
            return beginning(partition, ParkedRows.itemSort(one.key()));
        } else if (scope instanceof OfTenant own) {
            return beginning(partition, ParkedRows.prefix(own.tenant()));
        }
        return query(partition);
    }

    private QueryRequest.Builder beginning(String partition, String prefix) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":pk", AttributeValue.fromS(partition));
        values.put(":prefix", AttributeValue.fromS(prefix));
        return conditioned("pk = :pk AND begins_with(sk, :prefix)", values);
    }

    private QueryRequest.Builder conditioned(String condition, Map<String, AttributeValue> values) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(condition)
                .expressionAttributeValues(values);
    }

    /** The rows a query finds, page by page, each page when the ones before it are used up. */
    private Flux<Map<String, AttributeValue>> rows(QueryRequest.Builder query, int pageSize) {
        QueryRequest first = query.limit(pageSize).build();
        return calls.call(() -> client.query(first))
                .expand(page -> page.hasLastEvaluatedKey() ? next(first, page) : Mono.empty())
                .concatMapIterable(page -> page.items(), 1)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private Mono<QueryResponse> next(QueryRequest first, QueryResponse page) {
        return calls.call(() -> client.query(
                first.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build()));
    }
}
