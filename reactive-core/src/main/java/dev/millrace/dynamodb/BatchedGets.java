/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.data.DataItem;
import dev.millrace.item.ItemKey;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Many rows of the data table in as few requests as DynamoDB allows. What an answer leaves out, for its size or because the
 * table is busy, is asked for again after a pause, until the deadline that any call has.
 */
final class BatchedGets {

    /** DynamoDB's limit for one request. */
    private static final int MOST_KEYS = 100;

    /** Also bounds the memory of a read: a batch is held until it is whole, at most 40 MB. */
    private static final int BATCHES_AT_ONCE = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final int MOST_DOUBLINGS = 6;

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;

    BatchedGets(DynamoDbAsyncClient client, DynamoCalls calls, String table) {
        this.client = client;
        this.calls = calls;
        this.table = table;
    }

    Flux<DataItem> get(Collection<ItemKey> keys) {
        return Flux.fromIterable(new LinkedHashSet<>(List.copyOf(keys)))
                .buffer(MOST_KEYS)
                .flatMapSequential(this::batch, BATCHES_AT_ONCE, 1)
                .concatMapIterable(items -> items, 1)
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private Mono<List<DataItem>> batch(List<ItemKey> keys) {
        List<Map<String, AttributeValue>> wanted = keys.stream()
                .map(key -> Rows.key(key.partition().text(), key.sort().text()))
                .toList();
        return round(0, wanted)
                .expand(round -> round.isLast() ? Mono.empty() : nextAfter(round))
                .concatMapIterable(Round::rows)
                .map(DataRows::read)
                .collectMap(DataItem::key)
                .timeout(calls.deadline())
                .map(found ->
                        keys.stream().map(found::get).filter(Objects::nonNull).toList());
    }

    private Mono<Round> nextAfter(Round round) {
        return Mono.delay(pauseAfter(round)).then(round(round.number() + 1, round.left()));
    }

    /** Anything up to the longest pause, which doubles with each round: those who wait must not come back together. */
    private static Duration pauseAfter(Round round) {
        long longest = FIRST_PAUSE.toNanos() << Math.min(round.number(), MOST_DOUBLINGS);
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
    }

    private Mono<Round> round(int number, List<Map<String, AttributeValue>> keys) {
        KeysAndAttributes wanted =
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
        return calls.call(() -> client.batchGetItem(get -> get.requestItems(Map.of(table, wanted))))
                .map(answer -> new Round(number, rows(answer), left(answer)));
    }

    private List<Map<String, AttributeValue>> rows(BatchGetItemResponse answer) {
        return answer.responses().getOrDefault(table, List.of());
    }

    private List<Map<String, AttributeValue>> left(BatchGetItemResponse answer) {
        KeysAndAttributes unprocessed = answer.unprocessedKeys().get(table);
        return unprocessed == null ? List.of() : unprocessed.keys();
    }

    /** One request's answer: the rows found, and the keys it did not get to. */
    private record Round(int number, List<Map<String, AttributeValue>> rows, List<Map<String, AttributeValue>> left) {

        boolean isLast() {
            return left.isEmpty();
        }
    }
}
