/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.data.DataItem;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** How many requests a batch takes and when, with a table that answers as much as it likes. */
class BatchedGetsTest {

    private static final String TABLE = "data";
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StubbornTable table = new StubbornTable();
    private final BatchedGets gets = new BatchedGets(table, new DynamoCalls(CALL_TIMEOUT), TABLE);

    private static List<ItemKey> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ItemKey.of("ORDER", "acme", "item-" + i))
                .toList();
    }

    private StepVerifier.FirstStep<List<ItemKey>> reading(List<ItemKey> keys) {
        return StepVerifier.withVirtualTime(
                () -> gets.get(keys).map(DataItem::key).collectList());
    }

    @Test
    void a_request_never_has_more_keys_than_dynamodb_takes() {
        reading(keys(250)).expectNext(keys(250)).verifyComplete();

        assertThat(table.requests).extracting(List::size).containsExactlyInAnyOrder(100, 100, 50);
    }

    @Test
    void without_keys_there_is_no_request() {
        reading(List.of()).expectNext(List.of()).verifyComplete();

        assertThat(table.requests).isEmpty();
    }

    @Test
    void every_read_is_consistent() {
        table.answered = keys -> keys.subList(0, 1);
        reading(keys(3)).thenAwait(DEADLINE).expectNext(keys(3)).verifyComplete();

        assertThat(table.consistent).hasSize(3).doesNotContain(false);
    }

    @Test
    void what_is_left_out_is_asked_for_again_after_a_pause_and_the_order_stays() {
        table.answered = keys -> keys.subList(0, Math.min(keys.size(), 40));
        reading(keys(100))
                .thenAwait(Duration.ofMillis(30))
                .expectNext(keys(100))
                .verifyComplete();

        assertThat(table.requests).extracting(List::size).containsExactly(100, 60, 20);
    }

    @Test
    void a_table_that_answers_nothing_is_asked_less_and_less_and_given_up_at_the_deadline() {
        table.answered = keys -> List.of();
        StepVerifier.withVirtualTime(() -> gets.get(keys(100)))
                .expectSubscription()
                .expectNoEvent(DEADLINE.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("table data cannot be used now"))
                .verify(PATIENCE);

        // The pauses' mean doubles from 5 to 320 ms: about 18 requests in four seconds.
        assertThat(table.requests).hasSizeBetween(9, 60);
    }

    @Test
    void a_key_given_twice_is_asked_for_once_and_a_row_that_is_not_there_left_out() {
        List<ItemKey> twice = new ArrayList<>(keys(2));
        twice.addAll(keys(3));
        table.missing = keys(2).get(1);
        reading(twice).expectNext(List.of(keys(3).get(0), keys(3).get(2))).verifyComplete();

        assertThat(table.requests).extracting(List::size).containsExactly(3);
    }

    /** A table with every row but one, which answers some of the keys of a request, in an order of its own. */
    private static final class StubbornTable implements DynamoDbAsyncClient {

        private final List<List<Map<String, AttributeValue>>> requests = new CopyOnWriteArrayList<>();
        private final List<Boolean> consistent = new CopyOnWriteArrayList<>();
        private UnaryOperator<List<Map<String, AttributeValue>>> answered = UnaryOperator.identity();
        private ItemKey missing;

        @Override
        public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
            KeysAndAttributes asked = request.requestItems().get(TABLE);
            requests.add(asked.keys());
            consistent.add(asked.consistentRead());
            return CompletableFuture.completedFuture(answer(asked.keys(), answered.apply(asked.keys())));
        }

        private BatchGetItemResponse answer(
                List<Map<String, AttributeValue>> asked, List<Map<String, AttributeValue>> processed) {
            List<Map<String, AttributeValue>> left = asked.subList(processed.size(), asked.size());
            BatchGetItemResponse.Builder answer =
                    BatchGetItemResponse.builder().responses(Map.of(TABLE, rows(processed)));
            return left.isEmpty()
                    ? answer.build()
                    : answer.unprocessedKeys(Map.of(
                                    TABLE,
                                    KeysAndAttributes.builder().keys(left).build()))
                            .build();
        }

        private List<Map<String, AttributeValue>> rows(List<Map<String, AttributeValue>> keys) {
            return keys.stream()
                    .map(key -> ItemKey.parse(
                            key.get("pk").s() + "#" + key.get("sk").s()))
                    .filter(key -> !key.equals(missing))
                    .sorted(Comparator.comparing(ItemKey::hashCode))
                    .map(StubbornTable::row)
                    .toList();
        }

        private static Map<String, AttributeValue> row(ItemKey key) {
            Audit audit = Audit.first(new Stamp(Instant.EPOCH, "u1", ""));
            ItemState state = new ItemState(key, Version.FIRST, ItemContent.of("", Attributes.empty()), audit);
            return DataRows.write(new DataItem(state, new CommandId("c")));
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
