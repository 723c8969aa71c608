/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantViolationException;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.Page;
import dev.millrace.data.PageToken;
import dev.millrace.data.SortKeyCondition;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Listing a partition of 100 items, of which every fifth is deleted. */
@ExtendWith(LocalDynamoDb.class)
class DataServiceIT {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final PartitionKey PARTITION = PartitionKey.of("LIST", "acme");
    private static final int ITEMS = 100;

    private static DynamoFixture dynamo;

    private final DataService data = dynamo.module.dataService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
        CommandService service = dynamo.coldService();
        Flux.range(0, ITEMS)
                .flatMap(i -> service.publishSync(command(i), CALLER), 8)
                .blockLast(DynamoFixture.CALL_TIMEOUT);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static Command command(int i) {
        Command create = Command.create(ItemKey.of("LIST", "acme", name(i)), Attributes.of(Map.of("i", i)));
        return i % 5 == 0 ? create.deleting() : create;
    }

    private static String name(int i) {
        return "item-%03d".formatted(i);
    }

    private static List<String> live(int from, int to) {
        return IntStream.range(from, to)
                .filter(i -> i % 5 != 0)
                .mapToObj(DataServiceIT::name)
                .toList();
    }

    private static List<String> names(List<DataItem> items) {
        return items.stream().map(item -> item.key().sort().text()).toList();
    }

    private Page page(ItemQuery query, PageToken token) {
        return data.listItemsByPk(PARTITION, query, token)
                .contextWrite(CALLER.asContext())
                .block(DynamoFixture.CALL_TIMEOUT);
    }

    @Test
    void a_page_holds_ten_live_items_unless_told_otherwise() {
        assertThat(names(page(ItemQuery.all(), PageToken.START).items()))
                .isEqualTo(live(0, ITEMS).subList(0, 10));
    }

    @Test
    void pages_follow_each_other_without_gap_or_repeat_and_are_full_despite_hidden_items() {
        Page first = page(ItemQuery.all().limit(30), PageToken.START);
        Page second = page(ItemQuery.all().limit(30), first.next());
        Page third = page(ItemQuery.all().limit(30), second.next());
        assertThat(first.items()).hasSize(30);
        assertThat(second.items()).hasSize(30);
        assertThat(third.hasNext()).isFalse();
        assertThat(names(Flux.just(first, second, third)
                        .concatMapIterable(Page::items)
                        .collectList()
                        .block()))
                .isEqualTo(live(0, ITEMS));
    }

    @Test
    void order_can_be_descending() {
        Page last = page(ItemQuery.all().descending().limit(2), PageToken.START);
        Page before = page(ItemQuery.all().descending().limit(2), last.next());
        assertThat(names(last.items())).containsExactly(name(99), name(98));
        assertThat(names(before.items())).containsExactly(name(97), name(96));
    }

    @Test
    void deleted_items_show_only_when_asked_for() {
        assertThat(names(page(ItemQuery.all().withDeleted().limit(6), PageToken.START)
                        .items()))
                .containsExactly(name(0), name(1), name(2), name(3), name(4), name(5));
    }

    @Test
    void sort_keys_can_be_narrowed_in_every_way() {
        Map<SortKeyCondition, List<String>> expected = Map.of(
                SortKeyCondition.beginsWith("item-01"), live(10, 20),
                SortKeyCondition.between(name(11), name(13)), live(11, 14),
                SortKeyCondition.from(name(97)), live(97, 100),
                SortKeyCondition.after(name(97)), live(98, 100),
                SortKeyCondition.upTo(name(2)), live(0, 3),
                SortKeyCondition.before(name(2)), live(0, 2),
                SortKeyCondition.beginsWith("nothing"), List.of());
        expected.forEach((condition, names) -> assertThat(
                        names(page(ItemQuery.all().where(condition).limit(50), PageToken.START)
                                .items()))
                .as("%s", condition)
                .isEqualTo(names));
    }

    @Test
    void a_stream_shows_everything_and_reads_page_by_page_only_what_is_asked_for() {
        Flux<String> all = data.streamItemsByPk(PARTITION, ItemQuery.all().limit(20))
                .map(item -> item.key().sort().text())
                .contextWrite(CALLER.asContext());
        StepVerifier.create(all.collectList()).expectNext(live(0, ITEMS)).verifyComplete();

        dynamo.http.resetCounts();
        StepVerifier.create(all, 0)
                .expectSubscription()
                .thenRequest(5)
                .expectNextCount(5)
                .thenCancel()
                .verify(DynamoFixture.CALL_TIMEOUT);
        assertThat(dynamo.http.count("Query")).isLessThanOrEqualTo(4);
    }

    @Test
    void a_token_of_one_tenants_listing_opens_nothing_of_anothers() {
        Page first = page(ItemQuery.all(), PageToken.START);
        PartitionKey foreign = PartitionKey.of("LIST", "other");
        StepVerifier.create(data.listItemsByPk(foreign, ItemQuery.all(), first.next())
                        .contextWrite(CALLER.asContext()))
                .verifyError(TenantViolationException.class);
        StepVerifier.create(data.streamItemsByPk(foreign, ItemQuery.all()).contextWrite(CALLER.asContext()))
                .verifyError(TenantViolationException.class);
    }

    @Test
    void an_item_that_was_never_written_is_no_item() {
        StepVerifier.create(data.getItem(ItemKey.of("LIST", "acme", "none")).contextWrite(CALLER.asContext()))
                .verifyComplete();
    }
}
