/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.data.DataItem;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** {@link CommandLog} on the command table. */
final class DynamoCommandLog implements CommandLog {

    private static final String IS_FREE = "attribute_not_exists(pk)";
    private static final String VERSIONS = "pk = :pk AND sk BETWEEN :from AND :to";
    private static final String CHECK_FAILED = "ConditionalCheckFailed";
    private static final int PAGE = 100;

    /** Another transaction on the same item: gone in a moment, and the SDK does not try again by itself. */
    private static final Retry ON_CONTENTION = Retry.backoff(8, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(200))
            .jitter(0.8)
            .filter(DynamoCommandLog::isContention)
            .onRetryExhaustedThrow((policy, signal) -> signal.failure());

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;
    private final String dataTable;

    DynamoCommandLog(DynamoDbAsyncClient client, DynamoCalls calls, ModuleId module) {
        this.client = client;
        this.calls = calls;
        this.table = module.commandTable();
        this.dataTable = module.dataTable();
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return Mono.defer(() -> put(command, row(command)));
    }

    private Mono<AppendOutcome> put(RecordedCommand command, Map<String, AttributeValue> row) {
        return calls.call(() -> client.putItem(put -> put.tableName(table)
                        .item(row)
                        .conditionExpression(IS_FREE)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .map(written -> AppendOutcome.appended())
                .onErrorResume(ConditionalCheckFailedException.class, taken -> winner(taken.item()))
                .onErrorMap(failure -> Failures.ofWrite(table, command, failure));
    }

    @Override
    public Mono<AppendOutcome> appendVisibly(RecordedCommand command) {
        return Mono.defer(() -> transact(command, both(command)));
    }

    private Mono<AppendOutcome> transact(RecordedCommand command, TransactWriteItemsRequest both) {
        return calls.call(() -> client.transactWriteItems(both))
                .retryWhen(ON_CONTENTION)
                .map(written -> AppendOutcome.appended())
                .onErrorResume(TransactionCanceledException.class, canceled -> whyCanceled(command, canceled))
                .onErrorMap(failure -> Failures.ofWrite(table, command, failure));
    }

    private TransactWriteItemsRequest both(RecordedCommand command) {
        Put log = Put.builder()
                .tableName(table)
                .item(row(command))
                .conditionExpression(IS_FREE)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        Put view = DynamoDataStore.put(dataTable, command.toItem());
        return TransactWriteItemsRequest.builder()
                .transactItems(
                        TransactWriteItem.builder().put(log).build(),
                        TransactWriteItem.builder().put(view).build())
                .build();
    }

    /** The row, if it and the row that the data table will hold are within the limit. */
    private static Map<String, AttributeValue> row(RecordedCommand command) {
        DataItem item = command.toItem();
        Map<String, AttributeValue> row = CommandRows.write(command);
        ItemSize.requireWithinLimit(command.key(), row);
        ItemSize.requireWithinLimit(command.key(), DataRows.write(item));
        return row;
    }

    private Mono<AppendOutcome> whyCanceled(RecordedCommand command, TransactionCanceledException canceled) {
        List<CancellationReason> reasons = canceled.cancellationReasons();
        if (isCheckFailed(reasons, 0)) {
            return winner(reasons.get(0).item());
        }
        return Mono.error(
                isCheckFailed(reasons, 1)
                        ? new StoreMisconfiguredException(
                                "table %s holds %s at version %s or later, table %s does not: one of them was restored or emptied"
                                        .formatted(dataTable, command.key(), command.version(), table),
                                canceled)
                        : canceled);
    }

    private static boolean isCheckFailed(List<CancellationReason> reasons, int index) {
        return reasons.size() > index && CHECK_FAILED.equals(reasons.get(index).code());
    }

    private static boolean isContention(Throwable failure) {
        return failure instanceof TransactionCanceledException canceled
                && canceled.cancellationReasons().stream().noneMatch(reason -> CHECK_FAILED.equals(reason.code()));
    }

    private static Mono<AppendOutcome> winner(Map<String, AttributeValue> row) {
        return Mono.fromSupplier(() -> AppendOutcome.taken(CommandRows.read(row)));
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return calls.call(() -> client.getItem(get -> get.tableName(table)
                        .key(Rows.key(
                                key.partition().text(), key.sort().at(version).text()))
                        .consistentRead(true)))
                .filter(found -> found.hasItem())
                .map(found -> CommandRows.read(found.item()))
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        QueryRequest newestFirst = versions(key, Version.FIRST, Version.of(Version.MAX))
                .scanIndexForward(false)
                .limit(1)
                .build();
        return calls.call(() -> client.query(newestFirst))
                .flatMap(found -> Mono.justOrEmpty(found.items().stream().findFirst()))
                .map(CommandRows::read)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        QueryRequest first = versions(key, from, to).limit(PAGE).build();
        return calls.call(() -> client.query(first))
                .expand(page -> page.hasLastEvaluatedKey()
                        ? calls.call(() -> client.query(first.toBuilder()
                                .exclusiveStartKey(page.lastEvaluatedKey())
                                .build()))
                        : Mono.empty())
                .concatMapIterable(page -> page.items(), 1)
                .map(CommandRows::read)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private QueryRequest.Builder versions(ItemKey key, Version from, Version to) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(VERSIONS)
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(key.partition().text()),
                        ":from", AttributeValue.fromS(key.sort().at(from).text()),
                        ":to", AttributeValue.fromS(key.sort().at(to).text())));
    }
}
