/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.ShardId;
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
 * Notes in the rows of the leases up to which moment a shard is carried: a checkpoint alone does not tell how old it is.
 * The Kinesis client leaves attributes alone that it does not know.
 *
 * @param client keeps the leases
 * @param table of the leases
 * @param stream the name of the stream in their keys
 * @param workerId whose leases may be noted in
 */
record LeaseNotes(DynamoDbAsyncClient client, String table, String stream, String workerId) {

    static final String CARRIED_UP_TO = "millraceCarriedUpTo";

    private static final String KEY = "leaseKey";
    private static final String PARENTS = "parentShardId";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Writes the note if the lease is still this worker's. */
    Mono<Void> note(ShardId shard, Instant carriedUpTo) {
        return Mono.fromFuture(() -> client.updateItem(update -> update.tableName(table)
                        .key(key(shard))
                        .conditionExpression("leaseOwner = :me")
                        .updateExpression("SET %s = :upTo".formatted(CARRIED_UP_TO))
                        .expressionAttributeValues(Map.of(
                                ":me", AttributeValue.fromS(workerId),
                                ":upTo", AttributeValue.fromN(Long.toString(carriedUpTo.toEpochMilli()))))))
                .onErrorComplete(ConditionalCheckFailedException.class)
                .then();
    }

    /**
     * Returns the moment noted for the shard, or for its parents if it was never begun; {@link Instant#EPOCH} if there is
     * none. Blocks.
     */
    Instant carriedUpTo(ShardId shard) {
        return Objects.requireNonNullElse(read(shard).block(PATIENCE), Instant.EPOCH);
    }

    private Mono<Instant> read(ShardId shard) {
        return row(shard).flatMap(row -> moment(row).switchIfEmpty(Mono.defer(() -> ofParents(row))));
    }

    private Mono<Instant> ofParents(Map<String, AttributeValue> row) {
        AttributeValue parents = row.get(PARENTS);
        return Flux.fromIterable(parents == null ? List.of() : parents.ss())
                .concatMap(name -> row(ShardId.of(name)))
                .concatMap(LeaseNotes::moment)
                .reduce((one, other) -> one.isBefore(other) ? one : other);
    }

    private Mono<Map<String, AttributeValue>> row(ShardId shard) {
        return Mono.fromFuture(() -> client.getItem(
                        get -> get.tableName(table).key(key(shard)).consistentRead(true)))
                .filter(found -> found.hasItem())
                .map(found -> found.item());
    }

    private Map<String, AttributeValue> key(ShardId shard) {
        return Map.of(KEY, AttributeValue.fromS(MultiStreamLease.getLeaseKey(stream, shard.text())));
    }

    private static Mono<Instant> moment(Map<String, AttributeValue> row) {
        AttributeValue noted = row.get(CARRIED_UP_TO);
        return noted == null ? Mono.empty() : Mono.just(Instant.ofEpochMilli(Long.parseLong(noted.n())));
    }
}
