/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static dev.millrace.testkit.Samples.item;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.SortKeyCondition;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import dev.millrace.testkit.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a {@link DataStore} owes. */
public abstract class DataStoreContract extends ReactiveContract {

    /** Over five years ago: DynamoDB's expiry lets such rows be, so that a test can find them. */
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    private static final int MOST_SLICES = 100;

    /** More than DynamoDB takes at once. */
    private static final int MANY = 150;

    /** For subclasses. */
    protected DataStoreContract() {}

    /** The store under test; the same one within a test. */
    protected abstract DataStore store();

    @Override
    protected final Mono<?> write() {
        return store().put(item(key("cold"), 1, note("first")));
    }

    @Override
    protected final Mono<Boolean> isWritten() {
        return store().get(key("cold")).hasElement();
    }

    @Test
    void a_row_reads_back_exactly_as_it_was_put() {
        DataItem row = item(key("A"), 1, Samples.everyKind());

        assertThat(put(row)).isTrue();
        assertThat(await(store().get(key("A")))).isEqualTo(row);
        assertThat(list(ItemQuery.all())).containsExactly(row);
    }

    @Test
    void a_row_that_is_not_there_is_empty() {
        awaitEmpty(store().get(key("A")));
    }

    @Test
    void a_later_version_replaces_the_row() {
        DataItem later = item(key("A"), 7, note("later"));
        put(item(key("A"), 2, note("earlier")));

        assertThat(put(later)).isTrue();
        assertThat(await(store().get(key("A")))).isEqualTo(later);
    }

    @Test
    void an_earlier_version_is_refused_and_leaves_the_row_alone() {
        DataItem later = item(key("A"), 10, note("later"));
        put(later);

        assertThat(put(item(key("A"), 9, note("earlier")))).isFalse();
        assertThat(await(store().get(key("A")))).isEqualTo(later);
    }

    @Test
    void the_same_version_is_refused_and_leaves_the_row_alone() {
        DataItem first = item(key("A"), 3, note("first"));
        put(first);

        assertThat(put(item(key("A"), 3, note("second")))).isFalse();
        assertThat(put(first)).isFalse();
        assertThat(await(store().get(key("A")))).isEqualTo(first);
    }

    @Test
    void whatever_the_order_of_arrival_the_highest_version_stays() {
        List<DataItem> rows = new ArrayList<>(LongStream.rangeClosed(1, 40)
                .mapToObj(version -> item(key("A"), version, note("version " + version)))
                .toList());
        Collections.shuffle(rows, new Random(7));

        await(Flux.fromIterable(rows).flatMap(row -> store().put(row).subscribeOn(Schedulers.parallel()), 40));

        assertThat(await(store().get(key("A"))).version()).isEqualTo(Version.of(40));
    }

    @Test
    void an_expired_row_gives_way_to_the_item_that_begins_again_under_its_key() {
        ItemContent brief = ItemContent.of("", note("old")).withExpiresAt(LONG_AGO);
        Audit first = Audit.first(at(LONG_AGO.minusSeconds(60)));
        put(row(9, brief, first));

        assertThat(put(row(8, brief, first.next(at(LONG_AGO.plusSeconds(5))))))
                .as("an older version of the same item")
                .isFalse();
        assertThat(put(row(1, brief, Audit.first(at(LONG_AGO.minusSeconds(5))))))
                .as("created before the row expired")
                .isFalse();

        DataItem again = row(1, ItemContent.of("", note("new")), Audit.first(at(LONG_AGO.plusSeconds(5))));
        assertThat(put(again)).isTrue();
        assertThat(await(store().get(key("A")))).isEqualTo(again);
        assertThat(put(again)).isFalse();
    }

    @Test
    void deleted_and_expired_rows_are_still_there() {
        DataItem deleted = row("deleted", ItemContent.of("", note("x")).withDeleted(true));
        DataItem expired = row("expired", ItemContent.of("", note("x")).withExpiresAt(LONG_AGO));
        put(deleted);
        put(expired);

        assertThat(await(store().get(key("deleted")))).isEqualTo(deleted);
        assertThat(await(store().get(key("expired")))).isEqualTo(expired);
        assertThat(list(ItemQuery.all().withDeleted())).containsExactly(deleted, expired);
        assertThat(list(ItemQuery.all())).contains(expired);
    }

    @Test
    void many_rows_come_at_once_in_the_order_of_their_keys() {
        List<DataItem> rows = IntStream.range(0, MANY)
                .mapToObj(i -> item(key("item-" + i), 1, note("note " + i)))
                .collect(Collectors.toCollection(ArrayList::new));
        await(Flux.fromIterable(rows).flatMap(store()::put, 8));
        Collections.shuffle(rows, new Random(7));

        assertThat(getAll(rows.stream().map(DataItem::key).toList())).isEqualTo(rows);
    }

    @Test
    void of_many_keys_those_without_a_row_are_left_out_and_one_given_twice_counts_once() {
        DataItem live = item(key("live"), 1, note("x"));
        DataItem deleted = row("deleted", ItemContent.of("", note("x")).withDeleted(true));
        DataItem elsewhere = item(Samples.key(Samples.freshPartition(), "live"), 1, note("elsewhere"));
        List.of(live, deleted, elsewhere).forEach(this::put);

        assertThat(getAll(List.of(
                        key("deleted"), key("none"), key("live"), elsewhere.key(), key("deleted"), key("live"))))
                .containsExactly(deleted, live, elsewhere);
        assertThat(getAll(List.of())).isEmpty();
    }

    @Test
    void many_rows_may_be_larger_than_one_answer_of_the_store() {
        String large = "x".repeat(390_000);
        List<ItemKey> keys =
                IntStream.range(0, 45).mapToObj(i -> key("large-" + i)).toList();
        await(Flux.fromIterable(keys).flatMap(key -> store().put(item(key, 1, note(large))), 4));

        assertThat(getAll(keys)).extracting(DataItem::key).isEqualTo(keys);
    }

    @Test
    void a_partition_without_rows_is_complete_at_once() {
        DataStore.Slice slice = await(store().list(partition(), ItemQuery.all(), null));

        assertThat(slice.items()).isEmpty();
        assertThat(slice.complete()).isTrue();
    }

    @Test
    void a_listing_stays_within_its_partition() {
        put(item(Samples.key(Samples.freshPartition(), "A"), 1, note("elsewhere")));
        put(item(key("A"), 1, note("here")));

        assertThat(sortKeys(ItemQuery.all())).containsExactly("A");
    }

    @Test
    void rows_are_listed_in_the_order_of_their_keys_bytes_in_both_directions() {
        // In UTF-16 the last two change places.
        put("b", "\uFF5E", "B", "\uD83D\uDE00", "a", "é");

        assertThat(sortKeys(ItemQuery.all())).containsExactly("B", "a", "b", "é", "\uFF5E", "\uD83D\uDE00");
        assertThat(sortKeys(ItemQuery.all().descending()))
                .containsExactly("\uD83D\uDE00", "\uFF5E", "é", "b", "a", "B");
    }

    @Test
    void a_listing_keeps_to_its_condition() {
        put("a", "a1", "a2", "b", "b1", "c");

        assertThat(sortKeys(SortKeyCondition.beginsWith("a"))).containsExactly("a", "a1", "a2");
        assertThat(sortKeys(SortKeyCondition.between("a1", "b"))).containsExactly("a1", "a2", "b");
        assertThat(sortKeys(SortKeyCondition.from("b"))).containsExactly("b", "b1", "c");
        assertThat(sortKeys(SortKeyCondition.after("b"))).containsExactly("b1", "c");
        assertThat(sortKeys(SortKeyCondition.upTo("a1"))).containsExactly("a", "a1");
        assertThat(sortKeys(SortKeyCondition.before("a1"))).containsExactly("a");
    }

    @Test
    void a_condition_holds_in_descending_order_too() {
        put("a", "a1", "a2", "b");

        ItemQuery query =
                ItemQuery.all().where(SortKeyCondition.beginsWith("a")).descending();
        assertThat(sortKeys(query.limit(2))).containsExactly("a2", "a1", "a");
    }

    @Test
    void a_slice_holds_no_more_than_the_limit() {
        put("a", "b", "c");

        DataStore.Slice slice = await(store().list(partition(), ItemQuery.all().limit(2), null));
        assertThat(slice.items()).hasSizeBetween(1, 2);
        assertThat(slice.last()).isNotNull();
        assertThat(slice.complete()).isFalse();
    }

    @Test
    void slice_by_slice_every_row_comes_exactly_once() {
        put("a", "b", "c", "d", "e");

        assertThat(sortKeys(ItemQuery.all().limit(2))).containsExactly("a", "b", "c", "d", "e");
        assertThat(sortKeys(ItemQuery.all().limit(2).descending())).containsExactly("e", "d", "c", "b", "a");
    }

    @Test
    void a_listing_may_be_longer_than_a_page_of_the_store() {
        String large = "x".repeat(100_000);
        for (int i = 10; i < 35; i++) {
            put(item(key("large-" + i), 1, note(large)));
        }

        assertThat(sortKeys(ItemQuery.all().limit(1_000))).hasSize(25).isSorted();
    }

    @Test
    void a_listing_goes_on_after_a_key_that_is_not_there() {
        put("a", "c");

        DataStore.Slice slice = await(store().list(partition(), ItemQuery.all(), key("b").sort()));
        assertThat(slice.items()).extracting(row -> row.key().sort().text()).containsExactly("c");
    }

    private static Stamp at(Instant moment) {
        return new Stamp(moment, "ada", "");
    }

    private DataItem row(long version, ItemContent content, Audit audit) {
        return new DataItem(new ItemState(key("A"), Version.of(version), content, audit), CommandId.random());
    }

    private DataItem row(String sort, ItemContent content) {
        return Samples.recorded(key(sort), 1, content).toItem();
    }

    private void put(String... sortKeys) {
        for (String sort : sortKeys) {
            assertThat(put(item(key(sort), 1, note(sort)))).as("put %s", sort).isTrue();
        }
    }

    private boolean put(DataItem row) {
        return await(store().put(row));
    }

    private List<DataItem> getAll(List<ItemKey> keys) {
        return await(store().getAll(keys));
    }

    private List<String> sortKeys(SortKeyCondition condition) {
        return sortKeys(ItemQuery.all().where(condition));
    }

    private List<String> sortKeys(ItemQuery query) {
        return list(query).stream().map(row -> row.key().sort().text()).toList();
    }

    private List<DataItem> list(ItemQuery query) {
        Flux<DataStore.Slice> slices = store().list(partition(), query, null)
                .expand(slice -> slice.complete() ? Mono.empty() : store().list(partition(), query, slice.last()));
        List<DataStore.Slice> all = await(slices.take(MOST_SLICES));
        assertThat(all.get(all.size() - 1).complete()).as("comes to an end").isTrue();
        return all.stream().flatMap(slice -> slice.items().stream()).toList();
    }
}
