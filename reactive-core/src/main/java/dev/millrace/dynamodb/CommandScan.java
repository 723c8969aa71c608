/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.command.RecordedCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The rows of a command table from a moment on. A segment holds whole partition keys in the order of their sort keys, so
 * the versions of an item come one after the other.
 */
final class CommandScan {

    private static final Logger log = LoggerFactory.getLogger(CommandScan.class);

    private static final String IS_RECENT = "updatedAt >= :since";

    /** A moment's text is longer when it has a fraction; the text of its second sorts before both. */
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;
    private final String since;

    CommandScan(DynamoDbAsyncClient client, DynamoCalls calls, String table, Instant since) {
        this.client = client;
        this.calls = calls;
        this.table = table;
        this.since = SECONDS.format(since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since);
    }

    Flux<RecordedCommand> read(int number, int segments, Duration pause) {
        ScanRequest segment = request(number, segments);
        return page(segment, pause)
                .expand(page -> page.hasLastEvaluatedKey() ? next(segment, page, pause) : Mono.empty())
                .concatMapIterable(ScanResponse::items, 1)
                .handle(CommandScan::decode);
    }

    private Mono<ScanResponse> next(ScanRequest segment, ScanResponse page, Duration pause) {
        return page(
                segment.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build(), pause);
    }

    /** Emits a page after the pause that it costs: segments may be many and their pages few. */
    private Mono<ScanResponse> page(ScanRequest request, Duration pause) {
        return calls.call(() -> client.scan(request))
                .onErrorMap(failure -> Failures.ofRead(table, failure))
                .delayUntil(page -> page.scannedCount() == 0 ? Mono.empty() : Mono.delay(pause));
    }

    private ScanRequest request(int segment, int segments) {
        return ScanRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .segment(segment)
                .totalSegments(segments)
                .filterExpression(IS_RECENT)
                .expressionAttributeValues(Map.of(":since", AttributeValue.fromS(since)))
                .build();
    }

    private static void decode(Map<String, AttributeValue> row, SynchronousSink<RecordedCommand> sink) {
        try {
            sink.next(CommandRows.read(row));
        } catch (UndecodableRowException cause) {
            log.warn("a scan passes by what it cannot read: {}", cause.getMessage());
        }
    }
}
