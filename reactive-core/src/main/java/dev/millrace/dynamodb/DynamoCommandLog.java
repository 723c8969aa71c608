/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** {@link CommandLog} on the command table. */
final class DynamoCommandLog implements CommandLog {

    /** The condition of every insert: no row has this key. */
    static final String IS_FREE = "attribute_not_exists(pk)";

    private static final String VERSIONS = "pk = :pk AND sk BETWEEN :from AND :to";
    private static final int PAGE = 100;

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final ModuleId module;
    private final String table;
    private final DynamoDataStore data;

    DynamoCommandLog(DynamoDbAsyncClient client, DynamoCalls calls, ModuleId module) {
        this.client = client;
        this.calls = calls;
        this.module = module;
        this.table = module.commandTable();
        this.data = new DynamoDataStore(client, calls, module);
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return Mono.defer(() -> put(command, CommandRows.writeWithinLimit(command)));
    }

    private Mono<AppendOutcome> put(RecordedCommand command, Map<String, AttributeValue> row) {
        return Contention.outlast(calls.call(() -> client.putItem(put -> put.tableName(table)
                        .item(row)
                        .conditionExpression(IS_FREE)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))))
                .map(written -> AppendOutcome.appended())
                .onErrorResume(ConditionalCheckFailedException.class, taken -> winner(taken.item()))
                .onErrorMap(failure -> Failures.ofWrite(table, command, failure));
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        List<Append> copy = List.copyOf(rows);
        return Mono.defer(() -> transact(new CommandTransaction(module, copy)));
    }

    private Mono<List<AppendOutcome>> transact(CommandTransaction transaction) {
        TransactWriteItemsRequest request = transaction.request();
        return Contention.outlast(calls.call(() -> client.transactWriteItems(request)))
                .map(written -> transaction.appended())
                .onErrorResume(TransactionCanceledException.class, canceled -> outcomes(transaction, canceled))
                .onErrorMap(failure -> Failures.ofWrite(table, transaction.first(), failure));
    }

    private static Mono<List<AppendOutcome>> outcomes(
            CommandTransaction transaction, TransactionCanceledException canceled) {
        return Mono.fromSupplier(() -> transaction.outcomes(canceled)).switchIfEmpty(Mono.error(canceled));
    }

    private static Mono<AppendOutcome> winner(Map<String, AttributeValue> row) {
        return Mono.fromSupplier(() -> AppendOutcome.taken(CommandRows.read(row)));
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        return data.put(row.toItem());
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
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        QueryRequest newestFirst = CommandRows.onlyWith(id, versions(key, Version.FIRST, Version.of(Version.MAX)))
                .scanIndexForward(false)
                .build();
        return rows(newestFirst).next();
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return rows(versions(key, from, to).limit(PAGE).build());
    }

    /** The rows a query finds, page by page, each page when the ones before it are used up. */
    private Flux<RecordedCommand> rows(QueryRequest first) {
        return calls.call(() -> client.query(first))
                .expand(page -> page.hasLastEvaluatedKey() ? next(first, page) : Mono.empty())
                .concatMapIterable(page -> page.items(), 1)
                .map(CommandRows::read)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private Mono<QueryResponse> next(QueryRequest first, QueryResponse page) {
        return calls.call(() -> client.query(
                first.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build()));
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
