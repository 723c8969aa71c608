/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;
import dev.millrace.bridge.streams.StreamFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    static final String PK = "pk";
    static final String SK = "sk";
    private static final String WORKER = "worker";
    private static final String EPOCH = "epoch";
    private static final String BEATS = "beats";
    private static final String PLACE = "place";
    private static final String CARRIED_UP_TO = "carriedUpTo";
    private static final String OWED = "owed";
    private static final String REPAIRED_UP_TO = "repairedUpTo";

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
    public Mono<Map<ShardId, ShardRow>> shards() {
        return shardRows(Map.of())
                .expand(page -> page.hasLastEvaluatedKey() ? shardRows(page.lastEvaluatedKey()) : Mono.empty())
                .flatMapIterable(QueryResponse::items)
                .collect(toMap(DynamoCheckpointStore::shard, DynamoCheckpointStore::shardRow));
    }

    private Mono<QueryResponse> shardRows(Map<String, AttributeValue> after) {
        return call(() -> client.query(query -> query.tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :shard)")
                .expressionAttributeValues(Map.of(":pk", text(streamArn), ":shard", text(SHARD)))
                .exclusiveStartKey(after.isEmpty() ? null : after)));
    }

    @Override
    public Mono<ShardRow> claim(ShardId shard, long epoch, ShardNote inherited) {
        return claim(shard, epoch)
                .map(row -> shardRow(row.attributes()))
                .flatMap(row -> inherited.equals(ShardNote.NONE) || !row.note().equals(ShardNote.NONE)
                        ? Mono.just(row)
                        : inherit(shard, epoch, inherited).thenReturn(new ShardRow(row.place(), inherited)));
    }

    private Mono<UpdateItemResponse> claim(ShardId shard, long epoch) {
        return update(
                        SHARD + shard,
                        "SET epoch = :epoch",
                        "attribute_not_exists(epoch) OR epoch <= :epoch",
                        Map.of(":epoch", number(epoch)))
                .onErrorMap(ConditionalCheckFailedException.class, later -> new LeaseLostException(shard));
    }

    private Mono<Void> inherit(ShardId shard, long epoch, ShardNote note) {
        return write(
                shard,
                epoch,
                "SET carriedUpTo = :value, owed = :owed",
                Map.of(
                        ":value", number(note.carriedUpTo().toEpochMilli()),
                        ":owed", AttributeValue.fromBool(note.isOwed())));
    }

    @Override
    public Mono<Void> save(ShardId shard, long epoch, SequenceNumber place) {
        return write(shard, epoch, "SET place = :value", Map.of(":value", text(place.text())));
    }

    @Override
    public Mono<Void> note(ShardId shard, long epoch, Instant carriedUpTo) {
        return write(
                shard,
                epoch,
                "SET carriedUpTo = :value REMOVE owed",
                Map.of(":value", number(carriedUpTo.toEpochMilli())));
    }

    @Override
    public Mono<Void> noteRepair(ShardId shard, long epoch, SequenceNumber upTo) {
        return write(shard, epoch, "SET repairedUpTo = :value", Map.of(":value", text(upTo.text())));
    }

    private Mono<Void> write(ShardId shard, long epoch, String expression, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":epoch", number(epoch));
        return update(SHARD + shard, expression, "epoch = :epoch", all)
                .onErrorMap(ConditionalCheckFailedException.class, later -> new LeaseLostException(shard))
                .then();
    }

    @Override
    public Mono<SequenceNumber> repairedUpTo(ShardId shard) {
        return call(() -> client.getItem(
                        get -> get.tableName(table).key(key(SHARD + shard)).consistentRead(true)))
                .filter(found -> found.hasItem() && found.item().containsKey(REPAIRED_UP_TO))
                .map(found ->
                        SequenceNumber.of(value(found.item(), REPAIRED_UP_TO).s()));
    }

    @Override
    public Mono<Void> forget(ShardId shard) {
        return call(() -> client.deleteItem(delete -> delete.tableName(table).key(key(SHARD + shard))))
                .then();
    }

    @Override
    public Mono<ShardNote> owed() {
        return others().owed(DynamoCheckpointStore::shardRow).onErrorMap(this::failure);
    }

    @Override
    public Mono<Void> forgetOtherStreams() {
        return others().forget().onErrorMap(this::failure);
    }

    private OtherStreams others() {
        return new OtherStreams(client, table, streamArn);
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

    static boolean isOfShard(Map<String, AttributeValue> row) {
        return value(row, SK).s().startsWith(SHARD);
    }

    private static ShardRow shardRow(Map<String, AttributeValue> row) {
        return new ShardRow(
                Optional.ofNullable(row.get(PLACE)).map(place -> SequenceNumber.of(place.s())),
                row.containsKey(CARRIED_UP_TO)
                        ? new ShardNote(Instant.ofEpochMilli(number(value(row, CARRIED_UP_TO))), isOwed(row))
                        : ShardNote.NONE);
    }

    private static boolean isOwed(Map<String, AttributeValue> row) {
        return row.containsKey(OWED) && Boolean.TRUE.equals(value(row, OWED).bool());
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
