/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.item.ModuleId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/**
 * A module's two tables, and the one for parked changes that it shares with the application's other modules: makes them,
 * checks them, finds the stream.
 */
public final class DynamoTables {

    private static final Logger log = LoggerFactory.getLogger(DynamoTables.class);

    private static final List<KeySchemaElement> KEY_SCHEMA =
            List.of(element(Rows.PK, KeyType.HASH), element(Rows.SK, KeyType.RANGE));
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_CREATION = Duration.ofMinutes(3);

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final ModuleId module;

    DynamoTables(DynamoDbAsyncClient client, DynamoCalls calls, ModuleId module) {
        this.client = client;
        this.calls = calls;
        this.module = module;
    }

    /**
     * Makes the tables that are missing: pay per request, expiry on the attribute {@code ttl} and point-in-time recovery
     * on, the command table with a stream of new images; parked changes do not expire. On completion all are active.
     * Tables that exist are left as they are and checked.
     *
     * <p>Fails with {@link StoreMisconfiguredException} when an existing table has another key schema, or a command
     * table no stream of new images. Where the engine knows no point-in-time recovery, as local ones do not, a log line
     * says so.
     */
    public Mono<Void> create() {
        return create(module.commandTable(), true, true)
                .then(create(module.dataTable(), false, true))
                .then(create(module.parkedTable(), false, false))
                .then(check());
    }

    /** Completes if all tables are there as they must be; fails with {@link StoreMisconfiguredException} if not. */
    public Mono<Void> check() {
        return requireKeys(module.dataTable())
                .then(requireKeys(module.parkedTable()))
                .then(commandStreamArn())
                .then();
    }

    private Mono<TableDescription> requireKeys(String table) {
        return describe(table).doOnNext(DynamoTables::requireKeySchema);
    }

    /** Emits the ARN of the command table's stream; fails like {@link #check()}. */
    public Mono<String> commandStreamArn() {
        return describe(module.commandTable()).map(table -> {
            requireKeySchema(table);
            requireStream(table);
            return table.latestStreamArn();
        });
    }

    private Mono<Void> create(String table, boolean streamed, boolean expiring) {
        return calls.call(() -> client.createTable(definition(table, streamed)))
                .then(awaitActive(table))
                .then(Mono.defer(() -> expiring ? switchOnExpiry(table) : Mono.empty()))
                .then(Mono.defer(() -> switchOnRecovery(table)))
                .doOnSuccess(created -> log.info("created table {}", table))
                .onErrorResume(ResourceInUseException.class, exists -> awaitActive(table))
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    static CreateTableRequest definition(String table, boolean streamed) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(Rows.PK), text(Rows.SK))
                .keySchema(KEY_SCHEMA)
                .streamSpecification(
                        streamed
                                ? StreamSpecification.builder()
                                        .streamEnabled(true)
                                        .streamViewType(StreamViewType.NEW_IMAGE)
                                        .build()
                                : null)
                .build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private Mono<Void> awaitActive(String table) {
        return describe(table)
                .filter(found -> found.tableStatus() == TableStatus.ACTIVE)
                .repeatWhenEmpty(tries -> tries.delayElements(POLL))
                .timeout(LONGEST_CREATION)
                .then();
    }

    private Mono<Void> switchOnExpiry(String table) {
        return calls.call(() -> client.describeTimeToLive(ttl -> ttl.tableName(table)))
                .filter(found -> found.timeToLiveDescription().timeToLiveStatus() == TimeToLiveStatus.DISABLED)
                .flatMap(off -> calls.call(() -> client.updateTimeToLive(ttl -> ttl.tableName(table)
                        .timeToLiveSpecification(spec -> spec.enabled(true).attributeName(Rows.TTL)))))
                .then();
    }

    private Mono<Void> switchOnRecovery(String table) {
        return calls.call(() -> client.updateContinuousBackups(backups -> backups.tableName(table)
                        .pointInTimeRecoverySpecification(spec -> spec.pointInTimeRecoveryEnabled(true))))
                .retryWhen(Retry.backoff(5, Duration.ofSeconds(1))
                        .filter(failure -> isCode(failure, "ContinuousBackupsUnavailableException")))
                .then()
                .onErrorResume(failure -> isCode(failure, "UnknownOperationException"), unsupported -> {
                    log.info("table {} has no point-in-time recovery: the engine does not know it", table);
                    return Mono.empty();
                });
    }

    private static boolean isCode(Throwable failure, String code) {
        return failure instanceof DynamoDbException known
                && known.awsErrorDetails() != null
                && code.equals(known.awsErrorDetails().errorCode());
    }

    private Mono<TableDescription> describe(String table) {
        return calls.call(() -> client.describeTable(describe -> describe.tableName(table)))
                .map(found -> found.table())
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private static void requireKeySchema(TableDescription table) {
        if (!KEY_SCHEMA.equals(table.keySchema())) {
            throw new StoreMisconfiguredException(
                    "table %s must have the partition key pk and the sort key sk".formatted(table.tableName()), null);
        }
    }

    private static void requireStream(TableDescription table) {
        StreamSpecification stream = table.streamSpecification();
        boolean usable = stream != null
                && Boolean.TRUE.equals(stream.streamEnabled())
                && (stream.streamViewType() == StreamViewType.NEW_IMAGE
                        || stream.streamViewType() == StreamViewType.NEW_AND_OLD_IMAGES);
        if (!usable) {
            throw new StoreMisconfiguredException(
                    "table %s must have a stream with new images: switch it on with the view type NEW_IMAGE"
                            .formatted(table.tableName()),
                    null);
        }
    }
}
