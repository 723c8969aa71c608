/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

/** What the query side shows, hides and refuses, whatever the store. */
class DataServiceTest {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final ItemKey FOREIGN = ItemKey.of("ORDER", "other", "7");
    private static final Version TWO = Version.of(2);

    private final InMemoryDataStore store = new InMemoryDataStore();
    private final InMemoryCommandLog log = new InMemoryCommandLog(store);
    private final DataService service =
            over(store, (key, version) -> log.get(key, version).map(RecordedCommand::toItem));

    private static DataService over(DataStore store, PendingItems pending) {
        return DataService.over(store, pending, TenantGuard.standard(), CLOCK);
    }

    private static ItemContent content(String text) {
        return ItemContent.of("", note(text));
    }

    private void record(long version, ItemContent content) {
        log.append(recorded(KEY, version, content)).block();
    }

    private void recordVisibly(long version, ItemContent content) {
        log.appendVisibly(recorded(KEY, version, content)).block();
    }

    private static <T> Mono<T> called(Mono<T> call) {
        return call.contextWrite(CALLER.asContext());
    }

    private Mono<DataItem> read(VersionToken token) {
        return called(service.getItem(KEY, token));
    }

    private static VersionToken seen(long version) {
        return VersionToken.of(KEY, Version.of(version));
    }

    private static void assertRefused(Mono<?> call, String message) {
        StepVerifier.create(call).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(message));
    }

    @Test
    void while_the_table_lags_behind_the_token_the_recorded_command_is_the_answer() {
        record(1, content("first"));
        StepVerifier.create(called(service.getItem(KEY))).verifyComplete();
        StepVerifier.create(read(seen(1)).map(DataItem::attributes))
                .expectNext(note("first"))
                .verifyComplete();
    }

    @Test
    void the_answer_is_the_version_of_the_token_not_one_that_came_later() {
        recordVisibly(1, content("first"));
        record(2, content("second"));
        record(3, content("third"));
        StepVerifier.create(read(seen(2)).map(DataItem::version))
                .expectNext(TWO)
                .verifyComplete();
    }

    @Test
    @DisplayName("[X-26] data newer than the token wins")
    void data_newer_than_the_token_wins() {
        record(1, content("mine"));
        recordVisibly(2, content("another's"));
        StepVerifier.create(read(seen(1)))
                .assertNext(item -> {
                    assertThat(item.version()).isEqualTo(TWO);
                    assertThat(item.attributes()).isEqualTo(note("another's"));
                })
                .verifyComplete();
    }

    @Test
    void where_the_table_is_up_to_date_nothing_else_is_read() {
        recordVisibly(1, content("first"));
        PublisherProbe<DataItem> pending = PublisherProbe.empty();
        DataService probed = over(store, (key, version) -> pending.mono());

        StepVerifier.create(called(probed.getItem(KEY, seen(1))))
                .expectNextCount(1)
                .verifyComplete();
        pending.assertWasNotSubscribed();
    }

    @Test
    void a_pending_delete_hides_an_item_that_the_table_still_shows() {
        recordVisibly(1, content("first"));
        record(2, content("first").withDeleted(true));

        StepVerifier.create(called(service.getItem(KEY))).expectNextCount(1).verifyComplete();
        StepVerifier.create(read(seen(2))).verifyComplete();
    }

    @Test
    void a_delete_in_the_table_hides_an_item_that_the_token_has_seen() {
        record(1, content("first"));
        recordVisibly(2, content("first").withDeleted(true));

        StepVerifier.create(read(seen(1))).verifyComplete();
    }

    @Test
    void a_pending_version_that_has_expired_is_hidden_like_any_other() {
        record(1, content("first").withExpiresAt(NOW));
        StepVerifier.create(read(seen(1))).verifyComplete();

        record(2, content("first").withExpiresAt(NOW.plusSeconds(1)));
        StepVerifier.create(read(seen(2))).expectNextCount(1).verifyComplete();
    }

    @Test
    void a_token_of_another_item_is_refused() {
        recordVisibly(1, content("first"));
        assertRefused(called(service.getItem(ItemKey.of("ORDER", "acme", "8"), seen(1))), "is of another item");
    }

    @Test
    void a_token_of_a_version_that_was_never_written_is_refused() {
        recordVisibly(1, content("first"));
        assertRefused(read(seen(2)), "names a version that the item never had");
    }

    @Test
    void many_items_come_in_the_order_of_their_keys_without_those_that_are_hidden() {
        ItemKey deleted = ItemKey.of("ORDER", "acme", "deleted");
        ItemKey expired = ItemKey.of("ORDER", "acme", "expired");
        ItemKey live = ItemKey.of("ORDER", "acme", "a");
        recordVisibly(1, content("first"));
        log.appendVisibly(recorded(deleted, 1, content("x").withDeleted(true))).block();
        log.appendVisibly(recorded(expired, 1, content("x").withExpiresAt(NOW))).block();
        log.appendVisibly(recorded(live, 1, content("x"))).block();

        Flux<ItemKey> found = service.getItems(List.of(deleted, KEY, expired, live, KEY))
                .map(DataItem::key)
                .contextWrite(CALLER.asContext());
        StepVerifier.create(found).expectNext(KEY, live).verifyComplete();
    }

    @Test
    void what_a_store_shows_of_another_item_than_asked_is_refused_and_not_named() {
        DataItem foreign = recorded(FOREIGN, 1, content("canary")).toItem();
        DataService fooled = over(new LyingStore(foreign), (key, version) -> Mono.just(foreign));
        DataService fooledByPending = over(store, (key, version) -> Mono.just(foreign));

        assertMisplaced(fooled.getItem(KEY));
        assertMisplaced(fooled.getItem(KEY, seen(1)));
        assertMisplaced(fooledByPending.getItem(KEY, seen(1)));
        assertMisplaced(fooled.getItems(List.of(KEY)).collectList());
        assertMisplaced(fooled.listItemsByPk(KEY.partition(), ItemQuery.all()));
        assertMisplaced(fooled.streamItemsByPk(KEY.partition(), ItemQuery.all()).collectList());
    }

    private static void assertMisplaced(Mono<?> call) {
        StepVerifier.create(called(call)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(MisplacedItemException.class)
                .hasMessageNotContaining("other")
                .hasMessageNotContaining("canary"));
    }

    /** Answers every question with one item. */
    private record LyingStore(DataItem answer) implements DataStore {

        @Override
        public Mono<DataItem> get(ItemKey key) {
            return Mono.just(answer);
        }

        @Override
        public Flux<DataItem> getAll(Collection<ItemKey> keys) {
            return Flux.just(answer);
        }

        @Override
        public Mono<Slice> list(PartitionKey partition, ItemQuery query, @Nullable SortKey after) {
            return Mono.just(new Slice(List.of(answer), null, true));
        }

        @Override
        public Mono<Boolean> put(DataItem item) {
            return Mono.just(false);
        }
    }
}
