/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.parking.SinkEntry;
import dev.millrace.parking.SinkEntry.Action;
import dev.millrace.parking.SinkId;
import dev.millrace.parking.SinkJournal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@link SinkJournal} in the table of parked changes. */
final class DynamoSinkJournal implements SinkJournal {

    private static final int ENTRIES_A_PAGE = 100;
    private static final String AT = "at";
    private static final String BY = "by";
    private static final String ACTION = "action";
    private static final String DETAIL = "detail";

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;

    DynamoSinkJournal(DynamoDbAsyncClient client, DynamoCalls calls, String table) {
        this.client = client;
        this.calls = calls;
        this.table = table;
    }

    @Override
    public Mono<Void> record(SinkId sink, SinkEntry entry) {
        return Mono.fromSupplier(() -> row(sink, entry))
                .flatMap(row -> calls.call(
                        () -> client.putItem(put -> put.tableName(table).item(row))))
                .onErrorMap(failure -> Failures.ofRead(table, failure))
                .then();
    }

    @Override
    public Flux<SinkEntry> entries(SinkId sink) {
        QueryRequest first = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(ParkedRows.journal(sink))))
                .limit(ENTRIES_A_PAGE)
                .build();
        return calls.call(() -> client.query(first))
                .expand(page -> page.hasLastEvaluatedKey()
                        ? calls.call(() -> client.query(first.toBuilder()
                                .exclusiveStartKey(page.lastEvaluatedKey())
                                .build()))
                        : Mono.empty())
                .concatMapIterable(page -> page.items(), 1)
                .map(DynamoSinkJournal::entry)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private static Map<String, AttributeValue> row(SinkId sink, SinkEntry entry) {
        String sort = ParkedRows.moment(entry.at()) + "#" + UUID.randomUUID();
        Map<String, AttributeValue> row = new HashMap<>(Rows.key(ParkedRows.journal(sink), sort));
        row.put(AT, AttributeValue.fromS(entry.at().toString()));
        row.put(BY, AttributeValue.fromS(entry.by()));
        row.put(ACTION, AttributeValue.fromS(entry.action().name()));
        row.put(DETAIL, AttributeValue.fromS(entry.detail()));
        return row;
    }

    private static SinkEntry entry(Map<String, AttributeValue> row) {
        return Rows.read(
                row,
                found -> new SinkEntry(
                        Instant.parse(Rows.text(found, AT)),
                        Rows.text(found, BY),
                        Action.valueOf(Rows.text(found, ACTION)),
                        Rows.textOrEmpty(found, DETAIL)));
    }
}
