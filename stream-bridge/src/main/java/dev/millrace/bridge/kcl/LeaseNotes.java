/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.kinesis.leases.MultiStreamLease;

/**
 * Notes in the rows of the leases up to which moment a shard is carried, and how far a repair has come. The Kinesis client
 * leaves attributes alone that it does not know.
 *
 * @param client keeps the leases
 * @param table of the leases
 * @param stream the name of the stream in their keys
 * @param workerId whose leases may be noted in
 */
record LeaseNotes(DynamoDbAsyncClient client, String table, String stream, String workerId) {

    static final String CARRIED_UP_TO = "millraceCarriedUpTo";

    private static final String OWED = "millraceOwed";
    private static final String REPAIRED_UP_TO = "millraceRepairedUpTo";
    private static final String KEY = "leaseKey";
    private static final String PARENTS = "parentShardId";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The notes of one shard; written only as long as the lease is this worker's. */
    ShardNotes of(ShardId shard) {
        return new OfShard(this, shard);
    }

    /**
     * Returns what is noted of the shard, or of its parents if it was never begun; {@link ShardNote#NONE} if nothing is.
     * Blocks.
     */
    ShardNote read(ShardId shard) {
        return Objects.requireNonNullElse(row(shard).flatMap(this::note).block(PATIENCE), ShardNote.NONE);
    }

    /** Emits what {@link #read} returns of the moment up to which the shard is carried. */
    Mono<Instant> carriedUpTo(ShardId shard) {
        return row(shard).flatMap(this::note).defaultIfEmpty(ShardNote.NONE).map(ShardNote::carriedUpTo);
    }

    /** Notes that the stream lacks what was recorded since that moment, unless the shard has a note. Blocks. */
    void owe(ShardId shard, Instant since) {
        update(
                        shard,
                        "SET %s = :since, %s = :true".formatted(CARRIED_UP_TO, OWED),
                        "attribute_exists(leaseKey) AND attribute_not_exists(%s)".formatted(CARRIED_UP_TO),
                        Map.of(":since", number(since), ":true", AttributeValue.fromBool(true)))
                .block(PATIENCE);
    }

    private Mono<ShardNote> note(Map<String, AttributeValue> row) {
        return row.containsKey(CARRIED_UP_TO) ? Mono.just(noted(row)) : ofParents(row);
    }

    private Mono<ShardNote> ofParents(Map<String, AttributeValue> row) {
        AttributeValue parents = row.get(PARENTS);
        return Flux.fromIterable(parents == null ? List.of() : parents.ss())
                .concatMap(name -> row(ShardId.of(name)))
                .filter(parent -> parent.containsKey(CARRIED_UP_TO))
                .map(LeaseNotes::noted)
                .reduce(ShardNote::or);
    }

    private static ShardNote noted(Map<String, AttributeValue> row) {
        String moment = Objects.requireNonNull(row.get(CARRIED_UP_TO)).n();
        return new ShardNote(Instant.ofEpochMilli(Long.parseLong(moment)), row.containsKey(OWED));
    }

    private Mono<Map<String, AttributeValue>> row(ShardId shard) {
        return Mono.fromFuture(() -> client.getItem(
                        get -> get.tableName(table).key(key(shard)).consistentRead(true)))
                .filter(found -> found.hasItem())
                .map(found -> found.item());
    }

    private Mono<Void> update(ShardId shard, String expression, String condition, Map<String, AttributeValue> values) {
        return Mono.fromFuture(() -> client.updateItem(update -> update.tableName(table)
                        .key(key(shard))
                        .conditionExpression(condition)
                        .updateExpression(expression)
                        .expressionAttributeValues(values)))
                .onErrorComplete(ConditionalCheckFailedException.class)
                .then();
    }

    private Map<String, AttributeValue> key(ShardId shard) {
        return Map.of(KEY, AttributeValue.fromS(MultiStreamLease.getLeaseKey(stream, shard.text())));
    }

    private static AttributeValue number(Instant moment) {
        return AttributeValue.fromN(Long.toString(moment.toEpochMilli()));
    }

    private record OfShard(LeaseNotes notes, ShardId shard) implements ShardNotes {

        private static final String IS_MINE = "leaseOwner = :me";

        /** Nothing newer is carried before what is owed is, so a note settles that as well. */
        @Override
        public Mono<Void> note(Instant carriedUpTo) {
            return notes.update(
                    shard,
                    "SET %s = :upTo REMOVE %s".formatted(CARRIED_UP_TO, OWED),
                    IS_MINE,
                    Map.of(":me", me(), ":upTo", number(carriedUpTo)));
        }

        @Override
        public Mono<Void> noteRepair(SequenceNumber upTo) {
            return notes.update(
                    shard,
                    "SET %s = :upTo".formatted(REPAIRED_UP_TO),
                    IS_MINE,
                    Map.of(":me", me(), ":upTo", AttributeValue.fromS(upTo.text())));
        }

        @Override
        public Mono<SequenceNumber> repairedUpTo() {
            return notes.row(shard)
                    .filter(row -> row.containsKey(REPAIRED_UP_TO))
                    .map(row -> SequenceNumber.of(
                            Objects.requireNonNull(row.get(REPAIRED_UP_TO)).s()));
        }

        private AttributeValue me() {
            return AttributeValue.fromS(notes.workerId);
        }
    }
}
