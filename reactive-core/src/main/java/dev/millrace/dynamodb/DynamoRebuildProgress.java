/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.parking.SinkId;
import dev.millrace.rebuild.RebuildCounts;
import dev.millrace.rebuild.RebuildProgress;
import dev.millrace.rebuild.RebuildTakenOverException;
import dev.millrace.rebuild.SegmentProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * {@link RebuildProgress} as one row for each sink in the table of parked changes. Segments without an attribute of their
 * own are untouched; each write names the run that the row must belong to.
 */
final class DynamoRebuildProgress implements RebuildProgress {

    private static final String RUN = "run";
    private static final String SEGMENTS = "segments";
    private static final String SEGMENT = "segment";

    private static final String PLACE = "place";
    private static final String DONE = "done";
    private static final String ROWS = "rows";
    private static final String APPLIED = "applied";
    private static final String STALE = "stale";
    private static final String REFUSED = "refused";

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;

    DynamoRebuildProgress(DynamoDbAsyncClient client, DynamoCalls calls, String table) {
        this.client = client;
        this.calls = calls;
        this.table = table;
    }

    @Override
    public Mono<List<SegmentProgress>> take(SinkId sink, String run, int segments) {
        return call(
                        sink,
                        calls.call(() -> client.getItem(
                                get -> get.tableName(table).key(key(sink)).consistentRead(true))))
                .flatMap(found -> found.hasItem()
                        ? takeOver(sink, run, Rows.text(found.item(), RUN))
                        : put(sink, run, segments, "attribute_not_exists(pk)"));
    }

    private Mono<List<SegmentProgress>> takeOver(SinkId sink, String run, String before) {
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table)
                .key(key(sink))
                .updateExpression("SET #run = :run")
                .conditionExpression("#run = :before")
                .expressionAttributeNames(Map.of("#run", RUN))
                .expressionAttributeValues(
                        Map.of(":run", AttributeValue.fromS(run), ":before", AttributeValue.fromS(before)))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
        return call(sink, calls.call(() -> client.updateItem(request))).map(taken -> segments(taken.attributes()));
    }

    @Override
    public Mono<List<SegmentProgress>> begin(SinkId sink, String run, int segments) {
        return put(sink, run, segments, null);
    }

    private Mono<List<SegmentProgress>> put(SinkId sink, String run, int segments, @Nullable String condition) {
        Map<String, AttributeValue> row = new HashMap<>(key(sink));
        row.put(RUN, AttributeValue.fromS(run));
        row.put(SEGMENTS, Rows.number(segments));
        return call(
                        sink,
                        calls.call(() -> client.putItem(
                                put -> put.tableName(table).item(row).conditionExpression(condition))))
                .map(written -> segments(row));
    }

    @Override
    public Mono<Void> save(SinkId sink, String run, SegmentProgress segment) {
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table)
                .key(key(sink))
                .updateExpression("SET #segment = :segment")
                .conditionExpression("#run = :run")
                .expressionAttributeNames(Map.of("#run", RUN, "#segment", SEGMENT + segment.number()))
                .expressionAttributeValues(
                        Map.of(":run", AttributeValue.fromS(run), ":segment", AttributeValue.fromM(write(segment))))
                .build();
        return call(sink, calls.call(() -> client.updateItem(request))).then();
    }

    @Override
    public Mono<Void> finish(SinkId sink, String run) {
        return call(
                        sink,
                        calls.call(() -> client.deleteItem(delete -> delete.tableName(table)
                                .key(key(sink))
                                .conditionExpression("#run = :run")
                                .expressionAttributeNames(Map.of("#run", RUN))
                                .expressionAttributeValues(Map.of(":run", AttributeValue.fromS(run))))))
                .then()
                .onErrorComplete(RebuildTakenOverException.class);
    }

    private <T> Mono<T> call(SinkId sink, Mono<T> call) {
        return call.onErrorMap(ConditionalCheckFailedException.class, other -> new RebuildTakenOverException(sink))
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private static Map<String, AttributeValue> key(SinkId sink) {
        return Rows.key(sink.module().module() + "#" + sink.sink().text() + "#rebuild", "progress");
    }

    private static List<SegmentProgress> segments(Map<String, AttributeValue> row) {
        return Rows.read(row, found -> IntStream.range(0, (int) Rows.longValue(found, SEGMENTS))
                .mapToObj(number -> segment(number, found.get(SEGMENT + number)))
                .toList());
    }

    private static SegmentProgress segment(int number, @Nullable AttributeValue kept) {
        if (kept == null) {
            return SegmentProgress.untouched(number);
        }
        Map<String, AttributeValue> values = kept.m();
        RebuildCounts counts = new RebuildCounts(
                Rows.longValue(values, ROWS),
                Rows.longValue(values, APPLIED),
                Rows.longValue(values, STALE),
                Rows.longValue(values, REFUSED));
        return new SegmentProgress(number, Rows.textOrEmpty(values, PLACE), isDone(values), counts);
    }

    private static boolean isDone(Map<String, AttributeValue> values) {
        AttributeValue done = values.get(DONE);
        return done != null && Boolean.TRUE.equals(done.bool());
    }

    private static Map<String, AttributeValue> write(SegmentProgress segment) {
        return Map.of(
                PLACE, AttributeValue.fromS(segment.place()),
                DONE, AttributeValue.fromBool(segment.isDone()),
                ROWS, Rows.number(segment.counts().rows()),
                APPLIED, Rows.number(segment.counts().applied()),
                STALE, Rows.number(segment.counts().stale()),
                REFUSED, Rows.number(segment.counts().refused()));
    }
}
