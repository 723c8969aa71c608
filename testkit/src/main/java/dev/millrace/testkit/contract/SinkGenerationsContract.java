/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.rebuild.Comparison;
import dev.millrace.rebuild.Comparison.Difference;
import dev.millrace.rebuild.ComparisonOptions;
import dev.millrace.rebuild.GenerationInUseException;
import dev.millrace.rebuild.HeldItem;
import dev.millrace.rebuild.KeyRange;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.SinkOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What {@link SinkGenerations} of items whole, kept by their ids, owe. Each test needs a read model of its own. */
public abstract class SinkGenerationsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ITEMS = 40;
    private static final int DELETED = 8;
    private static final int PAGE = 7;

    /** Long enough for what was written to show. */
    private static final ComparisonOptions COMPARISON =
            ComparisonOptions.defaults().withPageRows(PAGE).withPatience(Duration.ofSeconds(3), Duration.ofMillis(100));

    /** For subclasses. */
    protected SinkGenerationsContract() {}

    /** The generations under test, of which none is there when a test begins; the same ones within a test. */
    protected abstract SinkGenerations generations();

    /** Emits the sum of the versions of all items that queries of the read model find, deleted ones left out. */
    protected abstract Mono<Long> sumOfVersions();

    /** Lower and upper case, and letters beyond ASCII: stores order these differently. */
    private static ItemKey key(int item) {
        String first = item % 3 == 0 ? "Ä" : item % 3 == 1 ? "B" : "a";
        return ItemKey.of("NOTE", item % 2 == 0 ? "acme" : "globex", "%s%02d".formatted(first, item));
    }

    private static List<ChangeRecord> changes(long version) {
        return IntStream.range(0, ITEMS)
                .mapToObj(item -> item % (ITEMS / DELETED) == 0
                        ? deletion(key(item), version)
                        : change(key(item), version, note("v" + version)))
                .toList();
    }

    private void fill(int generation, long version) {
        done(generations().create(generation));
        apply(generation, changes(version));
    }

    private void apply(int generation, List<ChangeRecord> changes) {
        assertThat(await(generations().sink(generation).apply(changes))).containsOnly(SinkOutcome.applied());
    }

    /** A search index shows it a while later, or at once when it is taken into use. */
    private void showWhatWasWritten() {
        await(generations().existing()).forEach(generation -> done(generations().use(generation)));
    }

    private Comparison compare() {
        return await(Comparison.of(generations(), 1, 2, COMPARISON));
    }

    @Test
    void a_generation_is_there_once_it_is_created_and_keeps_what_it_holds_when_it_is_created_again() {
        assertThat(await(generations().existing())).isEmpty();
        fill(2, 1);
        done(generations().create(1));

        done(generations().create(2));

        assertThat(await(generations().existing())).containsExactly(1, 2);
        assertThat(await(generations().sink(2).apply(changes(1)))).containsOnly(SinkOutcome.stale());
    }

    @Test
    void queries_use_one_generation_then_the_other_and_the_first_again() {
        fill(1, 1);
        fill(2, 2);
        for (int generation : new int[] {1, 2, 1}) {
            done(generations().use(generation));

            assertThat(await(sumOfVersions())).isEqualTo((long) generation * (ITEMS - DELETED));
            assertThat(await(generations().inUse())).isEqualTo(generation);
        }
    }

    @Test
    void nothing_happens_before_subscription() {
        fill(1, 1);
        fill(2, 2);
        done(generations().use(1));

        generations().create(3);
        generations().use(2);
        generations().drop(2);

        assertThat(await(generations().existing())).containsExactly(1, 2);
        assertThat(await(generations().inUse())).isEqualTo(1);
    }

    @Test
    void each_generation_has_a_sink_of_its_own_name() {
        assertThat(generations().sink(2).name())
                .isEqualTo(generations().sink(2).name())
                .isNotEqualTo(generations().sink(1).name())
                .isNotEqualTo(generations().sink(3).name());
    }

    @Test
    void the_one_in_use_is_not_dropped_and_one_that_is_gone_cannot_be_used() {
        fill(1, 1);
        fill(2, 2);
        done(generations().use(2));

        assertThatThrownBy(() -> done(generations().drop(2))).isInstanceOf(GenerationInUseException.class);
        done(generations().drop(1));
        done(generations().drop(1));
        assertThatThrownBy(() -> done(generations().use(1))).isInstanceOf(StoreMisconfiguredException.class);

        assertThat(await(generations().existing())).containsExactly(2);
        assertThat(await(sumOfVersions())).isEqualTo(2L * (ITEMS - DELETED));
    }

    @Test
    void pages_show_each_item_once_and_ranges_end_where_they_should() {
        fill(1, 1);
        showWhatWasWritten();
        List<HeldItem> all = await(generations().page(1, KeyRange.ALL, 1_000));
        assertThat(all).hasSize(ITEMS).filteredOn(HeldItem::isDeleted).hasSize(DELETED);

        List<HeldItem> paged = new ArrayList<>();
        KeyRange range = KeyRange.ALL;
        for (List<HeldItem> page = pageOf(range); !page.isEmpty(); page = pageOf(range)) {
            paged.addAll(page);
            range = new KeyRange(page.get(page.size() - 1).key(), List.of());
        }

        assertThat(paged).isEqualTo(all);
        KeyRange middle = new KeyRange(all.get(9).key(), all.get(12).key());
        assertThat(pageOf(middle)).isEqualTo(all.subList(10, 13));
    }

    private List<HeldItem> pageOf(KeyRange range) {
        return await(generations().page(1, range, PAGE));
    }

    @Test
    void items_are_looked_up_by_their_keys_deleted_ones_too() {
        fill(1, 3);
        showWhatWasWritten();
        List<String> unknown = List.of(key(ITEMS).id());

        List<HeldItem> found =
                await(generations().held(1, List.of(List.of(key(0).id()), unknown, List.of(key(1).id()))));

        assertThat(found).hasSize(2).allSatisfy(item -> {
            boolean isDeleted = item.key().equals(List.of(key(0).id()));
            assertThat(item.version().value()).isEqualTo(3);
            assertThat(item.isDeleted()).isEqualTo(isDeleted);
            assertThat(item.tenant()).isEqualTo(isDeleted ? "acme" : "globex");
        });
    }

    @Test
    void two_that_hold_the_same_are_equal_in_counts_and_checksums() {
        fill(1, 3);
        fill(2, 3);
        showWhatWasWritten();

        Comparison found = compare();

        assertThat(found.isEqual()).as("%s", found).isTrue();
        assertThat(found.one()).isEqualTo(found.other());
        assertThat(found.one().live()).isEqualTo(ITEMS - DELETED);
        assertThat(found.one().deleted()).isEqualTo(DELETED);
    }

    @Test
    void a_comparison_finds_what_is_missing_and_what_is_older_on_either_side() {
        fill(1, 3);
        fill(2, 3);
        apply(1, List.of(change(key(1), 4, note("x")), change(key(ITEMS), 1, note("x"))));
        apply(2, List.of(deletion(key(2), 5), change(key(ITEMS + 1), 1, note("x"))));
        showWhatWasWritten();

        assertThat(compare().differences())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder(
                        key(1).id() + ": version 4 against version 3",
                        key(2).id() + ": version 3 against version 5, deleted",
                        key(ITEMS).id() + ": version 1 against nothing",
                        key(ITEMS + 1).id() + ": nothing against version 1");
    }

    @Test
    void numbers_that_no_generation_has_are_refused_at_once() {
        for (int number : new int[] {-1, 0, SinkGenerations.LAST + 1}) {
            assertThatThrownBy(() -> generations().sink(number)).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> generations().create(number)).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> generations().use(number)).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> generations().drop(number)).isInstanceOf(InvalidValueException.class);
        }
    }

    private static void done(Mono<Void> work) {
        work.block(PATIENCE);
    }

    private static <T> T await(Mono<T> value) {
        return value.blockOptional(PATIENCE).orElseThrow(() -> new AssertionError("completed without a value"));
    }
}
