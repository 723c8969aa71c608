/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.item.ItemKey;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The writes to the table of parked changes, which happen together or not at all. */
final class ParkedWrites {

    private static final String CHECK_FAILED = "ConditionalCheckFailed";
    private static final String IS_THERE = "attribute_exists(pk)";

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;

    ParkedWrites(DynamoDbAsyncClient client, DynamoCalls calls, String table) {
        this.client = client;
        this.calls = calls;
        this.table = table;
    }

    /** Writes all, and emits nothing refused; or writes none, and emits which of them the table refused. */
    Mono<Set<Integer>> all(TransactWriteItem... writes) {
        TransactWriteItemsRequest request =
                TransactWriteItemsRequest.builder().transactItems(writes).build();
        return Contention.outlast(calls.call(() -> client.transactWriteItems(request)))
                .map(written -> Set.<Integer>of())
                .onErrorResume(TransactionCanceledException.class, canceled -> refused(canceled))
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private Mono<Set<Integer>> refused(TransactionCanceledException canceled) {
        List<CancellationReason> reasons = canceled.cancellationReasons();
        Set<Integer> refused = new HashSet<>();
        for (int i = 0; i < reasons.size(); i++) {
            if (CHECK_FAILED.equals(reasons.get(i).code())) {
                refused.add(i);
            }
        }
        return refused.isEmpty() ? Mono.error(canceled) : Mono.just(refused);
    }

    /** The item is parked from here on, unless it was before, and has one change more. */
    TransactWriteItem joinOrBegin(SinkId sink, ItemKey key, Setback setback) {
        Map<String, AttributeValue> begun = new HashMap<>(ParkedRows.setback(setback));
        begun.put(ParkedRows.ID, AttributeValue.fromS(key.id()));
        begun.put(ParkedRows.TENANT, AttributeValue.fromS(key.tenant().code()));
        begun.put(ParkedRows.PARKED_AT, AttributeValue.fromS(setback.at().toString()));
        Change change = new Change();
        begun.forEach((name, value) -> change.setIfAbsent(name, value));
        change.add(ParkedRows.CHANGES, 1);
        return change.to(ParkedRows.itemKey(sink, key), "");
    }

    /** The parked item has so many changes more. */
    TransactWriteItem count(SinkId sink, ItemKey key, int more) {
        return new Change().add(ParkedRows.CHANGES, more).to(ParkedRows.itemKey(sink, key), IS_THERE);
    }

    TransactWriteItem ask(SinkId sink, ParkingEntry entry) {
        return new Change()
                .set(ParkedRows.ASKED_AT, AttributeValue.fromS(entry.at().toString()))
                .to(ParkedRows.itemKey(sink, entry.key()), IS_THERE);
    }

    TransactWriteItem setBack(SinkId sink, ItemKey key, Setback setback) {
        Change change = new Change();
        ParkedRows.setback(setback).forEach(change::set);
        return change.remove(ParkedRows.ASKED_AT)
                .remove(ParkedRows.CLAIMANT)
                .remove(ParkedRows.CLAIMED_UNTIL)
                .to(ParkedRows.itemKey(sink, key), IS_THERE);
    }

    TransactWriteItem put(Map<String, AttributeValue> row) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(row).build())
                .build();
    }

    TransactWriteItem putNew(Map<String, AttributeValue> row) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(row)
                        .conditionExpression(DynamoCommandLog.IS_FREE)
                        .build())
                .build();
    }

    TransactWriteItem delete(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(Delete.builder().tableName(table).key(key).build())
                .build();
    }

    TransactWriteItem deleteExisting(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table)
                        .key(key)
                        .conditionExpression(IS_THERE)
                        .build())
                .build();
    }

    /** Deletes the item row, provided it counts no change. */
    TransactWriteItem deleteEmpty(SinkId sink, ItemKey key) {
        return TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table)
                        .key(ParkedRows.itemKey(sink, key))
                        .conditionExpression("attribute_not_exists(pk) OR #changes = :none")
                        .expressionAttributeNames(Map.of("#changes", ParkedRows.CHANGES))
                        .expressionAttributeValues(Map.of(":none", Rows.number(0)))
                        .build())
                .build();
    }

    /** An update, expressed with an alias for each name and each value. */
    private final class Change {

        private final Map<String, String> names = new HashMap<>();
        private final Map<String, AttributeValue> values = new HashMap<>();
        private final StringBuilder sets = new StringBuilder();
        private final StringBuilder adds = new StringBuilder();
        private final StringBuilder removes = new StringBuilder();

        Change set(String name, AttributeValue value) {
            append(sets, "SET", alias(name) + " = " + bind(name, value));
            return this;
        }

        Change setIfAbsent(String name, AttributeValue value) {
            String alias = alias(name);
            append(sets, "SET", "%s = if_not_exists(%s, %s)".formatted(alias, alias, bind(name, value)));
            return this;
        }

        Change add(String name, long number) {
            append(adds, "ADD", alias(name) + " " + bind(name, Rows.number(number)));
            return this;
        }

        Change remove(String name) {
            append(removes, "REMOVE", alias(name));
            return this;
        }

        private static void append(StringBuilder clause, String verb, String part) {
            clause.append(clause.isEmpty() ? " " + verb + " " : ", ").append(part);
        }

        private String alias(String name) {
            names.put("#" + name, name);
            return "#" + name;
        }

        private String bind(String name, AttributeValue value) {
            values.put(":" + name, value);
            return ":" + name;
        }

        TransactWriteItem to(Map<String, AttributeValue> key, String condition) {
            Update.Builder update = Update.builder()
                    .tableName(table)
                    .key(key)
                    .updateExpression(
                            sets.append(adds).append(removes).toString().trim())
                    .expressionAttributeNames(names);
            if (!values.isEmpty()) {
                update.expressionAttributeValues(values);
            }
            if (!condition.isEmpty()) {
                update.conditionExpression(condition);
            }
            return TransactWriteItem.builder().update(update.build()).build();
        }
    }
}
