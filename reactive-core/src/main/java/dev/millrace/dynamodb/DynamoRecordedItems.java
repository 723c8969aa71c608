/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.rebuild.RecordedItems;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * {@link RecordedItems} by a parallel scan. A segment holds whole partition keys in the order of their sort keys, so the
 * versions of an item come one after the other. A place is the key of the last row that was read.
 */
final class DynamoRecordedItems implements RecordedItems {

    private static final Logger log = LoggerFactory.getLogger(DynamoRecordedItems.class);

    /** How long the partition key is, then both keys: no character is left that keys never have. */
    private static final Pattern PLACE = Pattern.compile("(\\d{1,4}):(.+)", Pattern.DOTALL);

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;

    DynamoRecordedItems(DynamoDbAsyncClient client, DynamoCalls calls, String table) {
        this.client = client;
        this.calls = calls;
        this.table = table;
    }

    @Override
    public Mono<Slice> read(int segment, int segments, String place, int limit) {
        return Mono.fromSupplier(() -> request(segment, segments, place, limit))
                .flatMap(request -> calls.call(() -> client.scan(request)))
                .onErrorMap(failure -> Failures.ofRead(table, failure))
                .map(DynamoRecordedItems::slice);
    }

    private ScanRequest request(int segment, int segments, String place, int limit) {
        return ScanRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .segment(segment)
                .totalSegments(segments)
                .limit(limit)
                .exclusiveStartKey(place.equals(BEGINNING) ? null : key(place))
                .build();
    }

    private static Slice slice(ScanResponse page) {
        List<ChangeRecord> changes =
                page.items().stream().flatMap(DynamoRecordedItems::decode).toList();
        return new Slice(
                changes, page.items().size(), page.hasLastEvaluatedKey() ? place(page.lastEvaluatedKey()) : BEGINNING);
    }

    private static Stream<ChangeRecord> decode(Map<String, AttributeValue> row) {
        try {
            return Stream.of(CommandRows.read(row).toChange());
        } catch (UndecodableRowException cause) {
            log.warn("a rebuild passes by what it cannot read: {}", cause.getMessage());
            return Stream.empty();
        }
    }

    static String place(Map<String, AttributeValue> key) {
        String partition = Rows.textOrEmpty(key, Rows.PK);
        return partition.length() + ":" + partition + Rows.textOrEmpty(key, Rows.SK);
    }

    static Map<String, AttributeValue> key(String place) {
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches()
                || Integer.parseInt(parts.group(1)) > parts.group(2).length()) {
            throw new InvalidValueException("place", place, "must be one that the table has named");
        }
        int border = Integer.parseInt(parts.group(1));
        return Rows.key(parts.group(2).substring(0, border), parts.group(2).substring(border));
    }
}
