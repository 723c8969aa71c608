/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.dynamodb.AttributeTrees.UnreadableValue;
import dev.millrace.item.InvalidValueException;
import dev.millrace.offload.PayloadPointer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The pointers in a module's command table, read page by page with a pause after each, so that the reading leaves the
 * table to others. Not consistent, which costs twice as much: a sweep asks for pointers that are older than its grace.
 */
final class HeldPayloads {

    private static final String HOLDS_POINTER = "attribute_exists(#attributes.#pointer)";
    private static final Map<String, String> NAMES =
            Map.of("#attributes", "attributes", "#pointer", PayloadPointer.ATTRIBUTE);

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;
    private final Duration pause;

    HeldPayloads(DynamoDbAsyncClient client, DynamoCalls calls, String table, Duration pause) {
        this.client = client;
        this.calls = calls;
        this.table = table;
        this.pause = pause;
    }

    Flux<PayloadPointer> read() {
        return page(Map.of())
                .expand(page -> page.hasLastEvaluatedKey() ? nextPage(page) : Mono.empty())
                .concatMapIterable(HeldPayloads::pointers, 1);
    }

    private Mono<ScanResponse> nextPage(ScanResponse page) {
        return Mono.delay(pause).then(page(page.lastEvaluatedKey()));
    }

    private Mono<ScanResponse> page(Map<String, AttributeValue> after) {
        ScanRequest.Builder request = ScanRequest.builder()
                .tableName(table)
                .filterExpression(HOLDS_POINTER)
                .projectionExpression("#attributes")
                .expressionAttributeNames(NAMES);
        ScanRequest built = after.isEmpty()
                ? request.build()
                : request.exclusiveStartKey(after).build();
        return calls.call(() -> client.scan(built)).onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private static List<PayloadPointer> pointers(ScanResponse page) {
        return page.items().stream()
                .flatMap(row -> row.values().stream())
                .flatMap(HeldPayloads::pointer)
                .toList();
    }

    /** A malformed pointer leads nowhere, so it holds nothing. */
    private static Stream<PayloadPointer> pointer(AttributeValue attributes) {
        try {
            return Stream.of(PayloadPointer.of(AttributeTrees.read(attributes.m())));
        } catch (InvalidValueException | UnreadableValue malformed) {
            return Stream.empty();
        }
    }
}
