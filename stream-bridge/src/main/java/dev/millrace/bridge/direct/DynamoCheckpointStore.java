/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** One partition of a small table per stream: a row for who reads it, and one per shard. */
final class DynamoCheckpointStore implements CheckpointStore {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final String TENURE = "TENURE";
    private static final String SHARD = "SHARD#";

    private static final String PK = "pk";
    private static final String SK = "sk";
    private static final String WORKER = "worker";
    private static final String EPOCH = "epoch";
    private static final String BEATS = "beats";
    private static final String PLACE = "place";

    private final DynamoDbAsyncClient client;
    private final String table;
    private final String streamArn;
    private final Scheduler timer;

    DynamoCheckpointStore(DynamoDbAsyncClient client, String table, String streamArn, Scheduler timer) {
        this.client = client;
        this.table = table;
        this.streamArn = streamArn;
        this.timer = timer;
    }

    @Override
    public Mono<Void> prepare() {
        return new CheckpointTable(client, table, timer).create().onErrorMap(this::failure);
    }

    @Override
    public Mono<Tenure> tenure() {
        return call(() -> client.getItem(
                        get -> get.tableName(table).key(key(TENURE)).consistentRead(true)))
                .map(found -> found.hasItem() ? tenure(found.item()) : Tenure.NONE);
    }

    private static Tenure tenure(Map<String, AttributeValue> row) {
        return new Tenure(value(row, WORKER).s(), number(value(row, EPOCH)), number(value(row, BEATS)));
    }

    @Override
    public Mono<Tenure> take(Tenure seen, String owner) {
        Tenure next = new Tenure(owner, seen.epoch() + 1, 0);
        String unchanged = seen.equals(Tenure.NONE)
                ? "attribute_not_exists(epoch)"
                : "epoch = :seenEpoch AND beats = :seenBeats AND worker = :seenWorker";
        Map<String, AttributeValue> values = seen.equals(Tenure.NONE)
                ? Map.of(":worker", text(owner), ":epoch", number(next.epoch()), ":beats", number(0))
                : Map.of(
                        ":worker", text(owner),
                        ":epoch", number(next.epoch()),
                        ":beats", number(0),
                        ":seenEpoch", number(seen.epoch()),
                        ":seenBeats", number(seen.beats()),
                        ":seenWorker", text(seen.owner()));
        return update(TENURE, "SET worker = :worker, epoch = :epoch, beats = :beats", unchanged, values)
                .map(taken -> next)
                .onErrorResume(ConditionalCheckFailedException.class, gone -> Mono.empty());
    }

    @Override
    public Mono<Boolean> beat(long epoch) {
        Map<String, AttributeValue> values = Map.of(":epoch", number(epoch), ":one", number(1));
        return update(TENURE, "ADD beats :one", "epoch = :epoch", values)
                .map(beaten -> true)
                .onErrorResume(ConditionalCheckFailedException.class, gone -> Mono.just(false));
    }

    @Override
    public Mono<Void> release(long epoch) {
        Map<String, AttributeValue> values = Map.of(":epoch", number(epoch), ":nobody", text(Tenure.NONE.owner()));
        return update(TENURE, "SET worker = :nobody", "epoch = :epoch", values)
                .onErrorResume(ConditionalCheckFailedException.class, gone -> Mono.empty())
                .then();
    }

    @Override
    public Mono<Map<ShardId, SequenceNumber>> places() {
        return shardRows(Map.of())
                .expand(page -> page.hasLastEvaluatedKey() ? shardRows(page.lastEvaluatedKey()) : Mono.empty())
                .flatMapIterable(QueryResponse::items)
                .filter(row -> row.containsKey(PLACE))
                .collect(toMap(DynamoCheckpointStore::shard, DynamoCheckpointStore::place));
    }

    private Mono<QueryResponse> shardRows(Map<String, AttributeValue> after) {
        return call(() -> client.query(query -> query.tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :shard)")
                .expressionAttributeValues(Map.of(":pk", text(streamArn), ":shard", text(SHARD)))
                .exclusiveStartKey(after.isEmpty() ? null : after)));
    }

    @Override
    public Mono<SequenceNumber> claim(ShardId shard, long epoch) {
        return update(
                        SHARD + shard,
                        "SET epoch = :epoch",
                        "attribute_not_exists(epoch) OR epoch <= :epoch",
                        Map.of(":epoch", number(epoch)))
                .onErrorMap(ConditionalCheckFailedException.class, later -> new LeaseLostException(shard))
                .filter(row -> row.attributes().containsKey(PLACE))
                .map(row -> place(row.attributes()));
    }

    @Override
    public Mono<Void> save(ShardId shard, long epoch, SequenceNumber place) {
        Map<String, AttributeValue> values = Map.of(":epoch", number(epoch), ":place", text(place.text()));
        return update(SHARD + shard, "SET place = :place", "epoch = :epoch", values)
                .onErrorMap(ConditionalCheckFailedException.class, later -> new LeaseLostException(shard))
                .then();
    }

    @Override
    public Mono<Void> forget(ShardId shard) {
        return call(() -> client.deleteItem(delete -> delete.tableName(table).key(key(SHARD + shard))))
                .then();
    }

    private Mono<UpdateItemResponse> update(
            String row, String expression, String condition, Map<String, AttributeValue> values) {
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table)
                .key(key(row))
                .updateExpression(expression)
                .conditionExpression(condition)
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .build();
        return call(() -> client.updateItem(request));
    }

    private <T> Mono<T> call(Supplier<CompletableFuture<T>> call) {
        return Mono.fromFuture(call)
                .timeout(DEADLINE, timer)
                .publishOn(timer)
                .onErrorMap(failure -> !(failure instanceof ConditionalCheckFailedException), this::failure);
    }

    private Throwable failure(Throwable failure) {
        String message = "table %s cannot be used: %s".formatted(table, StreamFailures.name(failure));
        return StreamFailures.isDenial(failure)
                ? new StoreMisconfiguredException(message, failure)
                : new StoreUnavailableException(message, failure);
    }

    private Map<String, AttributeValue> key(String row) {
        return Map.of(PK, text(streamArn), SK, text(row));
    }

    private static ShardId shard(Map<String, AttributeValue> row) {
        return ShardId.of(value(row, SK).s().substring(SHARD.length()));
    }

    private static SequenceNumber place(Map<String, AttributeValue> row) {
        return SequenceNumber.of(value(row, PLACE).s());
    }

    private static AttributeValue value(Map<String, AttributeValue> row, String name) {
        return requireNonNull(row.get(name), name);
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    private static long number(AttributeValue number) {
        return Long.parseLong(number.n());
    }
}
