/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.Page;
import dev.millrace.data.PageToken;
import dev.millrace.data.SortKeyCondition;
import dev.millrace.data.VersionToken;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The scenarios of reading that any implementation has to go through in the same way, by their numbers. */
@ExtendWith(LocalDynamoDb.class)
class ReadConformanceIT {

    private static DynamoFixture dynamo;

    private final PartitionKey partition = Samples.freshPartition();
    private final InvokeContext userOne =
            InvokeContext.of("u1", partition.tenant().code());
    private final InvokeContext userTwo =
            InvokeContext.of("u2", partition.tenant().code());
    private final CommandService commands = dynamo.coldService();
    private final DataService data = dynamo.module.dataService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private ItemKey key(String sort) {
        return new ItemKey(partition, SortKey.of(sort));
    }

    private static Attributes total(int total) {
        return Attributes.of(Map.of("total", total));
    }

    private static String name(int i) {
        return "item-%02d".formatted(i);
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(ReadConformanceIT::name).toList();
    }

    private static List<String> names(Page page) {
        return page.items().stream().map(item -> item.key().sort().text()).toList();
    }

    private <T> T done(Mono<T> call) {
        return call.contextWrite(userOne.asContext()).block(DynamoFixture.CALL_TIMEOUT);
    }

    private void publishSixteen() {
        Flux.range(0, 16)
                .flatMap(i -> commands.publishSync(Command.create(key(name(i)), total(i)), userOne), 4)
                .blockLast(DynamoFixture.CALL_TIMEOUT);
    }

    @Test
    @DisplayName("[X-24] of sixteen items a page shows ten, and the next one the rest")
    void a_page_shows_ten_and_the_next_one_the_rest() {
        publishSixteen();

        Page first = done(data.listItemsByPk(partition, ItemQuery.all()));
        assertThat(names(first)).isEqualTo(names(0, 10));
        assertThat(first.hasNext()).isTrue();

        Page second = done(data.listItemsByPk(partition, ItemQuery.all(), first.next()));
        assertThat(names(second)).isEqualTo(names(10, 16));
        assertThat(second.hasNext()).isFalse();
    }

    @Test
    @DisplayName("[X-24] two at a time in descending order: the last two, then the two before")
    void descending_pages_show_the_last_two_then_the_two_before() {
        publishSixteen();
        ItemQuery lastTwo = ItemQuery.all().descending().limit(2);

        Page first = done(data.listItemsByPk(partition, lastTwo));
        assertThat(names(first)).containsExactly(name(15), name(14));

        PageToken handedBack = new PageToken(first.next().text());
        assertThat(names(done(data.listItemsByPk(partition, lastTwo, handedBack))))
                .containsExactly(name(13), name(12));
    }

    @Test
    @DisplayName("[X-25] a deleted item is hidden unless asked for")
    void a_deleted_item_is_hidden_unless_asked_for() {
        publishSixteen();
        done(commands.publishPartialUpdateSync(
                CommandPatch.of(key(name(3)), Version.FIRST).deleting()));

        assertThat(names(done(data.listItemsByPk(partition, ItemQuery.all().limit(20)))))
                .hasSize(15)
                .doesNotContain(name(3));
        assertThat(done(data.getItem(key(name(3))))).isNull();
        assertThat(done(data.listItemsByPk(partition, ItemQuery.all().limit(20).withDeleted()))
                        .items())
                .hasSize(16)
                .filteredOn(DataItem::deleted)
                .extracting(item -> item.key().sort().text())
                .containsExactly(name(3));
    }

    @Test
    @DisplayName("[X-27] a list with a filter and a limit holds its page, and nothing that is not projected yet")
    void a_list_holds_its_page_whatever_is_pending() {
        publishSixteen();
        Flux.range(16, 16)
                .flatMap(i -> commands.publishAsync(Command.create(key(name(i)), total(i)), userOne), 4)
                .blockLast(DynamoFixture.CALL_TIMEOUT);
        ItemQuery three =
                ItemQuery.all().where(SortKeyCondition.beginsWith("item-1")).limit(3);

        Page first = done(data.listItemsByPk(partition, three));
        Page second = done(data.listItemsByPk(partition, three, first.next()));
        assertThat(names(first)).isEqualTo(names(10, 13));
        assertThat(names(second)).isEqualTo(names(13, 16));
        assertThat(
                        second.next().isStart()
                                ? List.of()
                                : names(done(data.listItemsByPk(partition, three, second.next()))))
                .isEmpty();
        assertThat(done(data.getItem(key(name(20)), VersionToken.of(key(name(20)), Version.FIRST)))
                        .version())
                .isEqualTo(Version.FIRST);
    }

    @Test
    @DisplayName("[X-26] one who has written version 1 reads version 2 once another's is projected")
    void a_newer_version_of_anothers_is_not_hidden_by_ones_own() {
        ItemKey key = key("A");
        PublishOutcome mine = done(commands.publishAsync(Command.create(key, total(1))));
        VersionToken token = VersionToken.of(mine.key(), mine.version());
        commands.publishSync(Command.update(key, Version.FIRST, total(2)), userTwo)
                .block(DynamoFixture.CALL_TIMEOUT);

        DataItem read = done(data.getItem(key, new VersionToken(token.text())));
        assertThat(read.version()).isEqualTo(Version.of(2));
        assertThat(read.attributes()).isEqualTo(total(2));
        assertThat(read.audit().updated().by()).isEqualTo("u2");
    }

    @Test
    @DisplayName("[X-26] one who has written reads it before it is projected, at the cost of one more read")
    void ones_own_version_shows_before_it_is_projected() {
        ItemKey key = key("A");
        PublishOutcome mine = done(commands.publishAsync(Command.create(key, total(1))));
        dynamo.http.resetCounts();

        DataItem read = done(data.getItem(key, VersionToken.of(key, mine.version())));
        assertThat(read).isEqualTo(mine.command().toItem());
        assertThat(dynamo.http.count()).isEqualTo(2);
        assertThat(done(data.getItem(key))).isNull();
    }
}
