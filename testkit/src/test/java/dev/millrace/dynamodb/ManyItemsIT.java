/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException.Retry;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Reading 150 items at once, and a thousand one after the other. */
@ExtendWith(LocalDynamoDb.class)
class ManyItemsIT {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final List<ItemKey> KEYS = IntStream.range(0, 150)
            .mapToObj(i -> ItemKey.of("ORDER", "acme", "item-" + i))
            .toList();

    private static DynamoFixture dynamo;

    private final DataService data = dynamo.module.dataService();
    private final Flux<ItemKey> read = data.getItems(KEYS).map(DataItem::key).contextWrite(CALLER.asContext());

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        Duration attempt = Duration.ofSeconds(1);
        dynamo = DynamoFixture.create(engine, DynamoOptions.defaults().withTimeouts(Duration.ofSeconds(4), attempt));
        CommandService service = dynamo.coldService();
        Flux.fromIterable(KEYS)
                .flatMap(key -> service.publishSync(Command.create(key, Attributes.of(Map.of("a", 1))), CALLER), 8)
                .blockLast(Duration.ofSeconds(60));
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    @BeforeEach
    void heal() {
        dynamo.http.heal();
        dynamo.http.resetCounts();
    }

    @Test
    void many_items_take_one_request_for_each_hundred() {
        StepVerifier.create(read.collectList()).expectNext(KEYS).verifyComplete();
        assertThat(dynamo.http.count()).isEqualTo(2);
        assertThat(dynamo.http.count("BatchGetItem")).isEqualTo(2);
    }

    @Test
    void a_thousand_rows_come_page_by_page_as_far_as_they_are_asked_for() {
        PartitionKey thousand = PartitionKey.of("THOUSAND", "acme");
        Flux.range(0, 1_000)
                .map(i -> Samples.item(ItemKey.of("THOUSAND", "acme", "%04d".formatted(i)), 1, Samples.note("n")))
                .flatMap(dynamo.module.dataStore()::put, 16)
                .blockLast(Duration.ofSeconds(60));
        Flux<Integer> stream = data.streamItemsByPk(thousand, ItemQuery.all().limit(25))
                .map(item -> Integer.valueOf(item.key().sort().text()))
                .contextWrite(CALLER.asContext());

        StepVerifier.create(stream.collectList())
                .expectNext(IntStream.range(0, 1_000).boxed().toList())
                .verifyComplete();
        dynamo.http.resetCounts();
        StepVerifier.create(stream, 0)
                .thenRequest(100)
                .expectNextCount(100)
                .thenCancel()
                .verify(DynamoFixture.CALL_TIMEOUT);
        assertThat(dynamo.http.count("Query")).isBetween(4, 6);
    }

    @Test
    void throttling_for_a_while_is_ridden_out() {
        dynamo.http.onNext("BatchGetItem", Fault.throttle(), Fault.throttle());
        StepVerifier.create(read.collectList()).expectNext(KEYS).verifyComplete();
    }

    @Test
    void a_table_that_cannot_be_read_is_a_failure_to_try_again_later() {
        dynamo.http.onEvery("BatchGetItem", Fault.throttle());
        StepVerifier.create(read).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOfSatisfying(StoreUnavailableException.class, busy -> assertThat(busy.retry())
                        .isEqualTo(Retry.AS_IS)));
    }

    @Test
    void nothing_happens_before_subscription_and_a_cancelled_read_leaves_the_service_usable() {
        assertThat(dynamo.http.count()).isZero();
        read.subscribe().dispose();
        StepVerifier.create(read, 1).expectNext(KEYS.get(0)).thenCancel().verify(DynamoFixture.CALL_TIMEOUT);
        StepVerifier.create(read.collectList()).expectNext(KEYS).verifyComplete();
    }
}
