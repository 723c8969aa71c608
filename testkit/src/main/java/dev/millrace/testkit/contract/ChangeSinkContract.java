/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a {@link ChangeSink} owes. */
public abstract class ChangeSinkContract extends ReactiveContract {

    private static final int BATCHES = 16;
    private static final int BATCH_SIZE = 25;
    private static final long SEED = 20_261_123;

    /** For subclasses. */
    protected ChangeSinkContract() {}

    /** The sink under test; the same one within a test. */
    protected abstract ChangeSink sink();

    /** Emits the attributes that a query of the read model finds; empty if the item is not there or deleted. */
    protected abstract Mono<Attributes> read(ItemKey key);

    @Override
    protected final Mono<?> write() {
        return sink().apply(List.of(change(key("cold"), 1, note("first"))));
    }

    @Override
    protected final Mono<Boolean> isWritten() {
        return read(key("cold")).hasElement();
    }

    @Test
    void the_name_stays_the_same() {
        assertThat(sink().name()).isNotNull().isEqualTo(sink().name());
    }

    @Test
    void a_change_shows_once_it_is_applied() {
        assertThat(apply(change(key("A"), 1, note("first")))).isEqualTo(SinkOutcome.applied());

        assertThat(await(read(key("A")))).isEqualTo(note("first"));
        assertThat(appliedVersion("A")).isEqualTo(Version.FIRST);
    }

    @Test
    void changes_apply_in_order() {
        for (int version = 1; version <= 12; version++) {
            assertThat(apply(change(key("A"), version, note("version " + version))))
                    .as("version %d", version)
                    .isEqualTo(SinkOutcome.applied());
        }

        assertThat(await(read(key("A")))).isEqualTo(note("version 12"));
        assertThat(appliedVersion("A")).isEqualTo(Version.of(12));
    }

    @Test
    void versions_may_be_left_out() {
        apply(change(key("A"), 5, note("fifth")));

        assertThat(apply(change(key("A"), 9, note("ninth")))).isEqualTo(SinkOutcome.applied());
        assertThat(await(read(key("A")))).isEqualTo(note("ninth"));
    }

    @Test
    void a_duplicate_is_stale_and_leaves_the_row_alone() {
        ChangeRecord change = change(key("A"), 1, note("first"));
        apply(change);

        assertThat(apply(change)).isEqualTo(SinkOutcome.stale());
        assertThat(await(read(key("A")))).isEqualTo(note("first"));
    }

    @Test
    void a_change_older_than_the_row_is_stale_and_leaves_the_row_alone() {
        apply(change(key("A"), 10, note("tenth")));

        assertThat(apply(change(key("A"), 9, note("ninth")))).isEqualTo(SinkOutcome.stale());
        assertThat(await(read(key("A")))).isEqualTo(note("tenth"));
        assertThat(appliedVersion("A")).isEqualTo(Version.of(10));
    }

    @Test
    void a_deletion_hides_the_item_and_is_a_version_like_any_other() {
        apply(change(key("A"), 1, note("first")));

        assertThat(apply(deletion(key("A"), 2))).isEqualTo(SinkOutcome.applied());
        awaitEmpty(read(key("A")));
        assertThat(appliedVersion("A")).isEqualTo(Version.of(2));
    }

    @Test
    void a_late_change_does_not_bring_a_deleted_item_back() {
        apply(change(key("A"), 1, note("first")));
        apply(deletion(key("A"), 3));

        assertThat(apply(change(key("A"), 2, note("second")))).isEqualTo(SinkOutcome.stale());
        awaitEmpty(read(key("A")));
        assertThat(appliedVersion("A")).isEqualTo(Version.of(3));
    }

    @Test
    void a_deletion_of_an_item_never_seen_keeps_earlier_changes_out() {
        assertThat(apply(deletion(key("A"), 2))).isEqualTo(SinkOutcome.applied());

        assertThat(apply(change(key("A"), 1, note("first")))).isEqualTo(SinkOutcome.stale());
        awaitEmpty(read(key("A")));
    }

    @Test
    void a_change_after_a_deletion_brings_the_item_back() {
        apply(deletion(key("A"), 1));

        assertThat(apply(change(key("A"), 2, note("again")))).isEqualTo(SinkOutcome.applied());
        assertThat(await(read(key("A")))).isEqualTo(note("again"));
    }

    @Test
    void a_late_deletion_is_stale_and_deletes_nothing() {
        apply(change(key("A"), 2, note("second")));

        assertThat(apply(deletion(key("A"), 1))).isEqualTo(SinkOutcome.stale());
        assertThat(await(read(key("A")))).isEqualTo(note("second"));
    }

    @Test
    void items_do_not_touch_each_other() {
        apply(change(key("A"), 7, note("a")));
        apply(change(key("A#x"), 1, note("ax")));
        apply(deletion(key("B"), 3));

        assertThat(await(read(key("A")))).isEqualTo(note("a"));
        assertThat(await(read(key("A#x")))).isEqualTo(note("ax"));
        assertThat(appliedVersion("A")).isEqualTo(Version.of(7));
        assertThat(appliedVersion("A#x")).isEqualTo(Version.FIRST);
        assertThat(appliedVersion("a")).isEqualTo(Version.NONE);
    }

    @Test
    void the_outcomes_of_a_batch_are_in_the_order_of_its_changes() {
        apply(change(key("B"), 5, note("held")));
        apply(deletion(key("D"), 5));

        List<SinkOutcome> outcomes = await(sink().apply(List.of(
                change(key("C"), 1, note("new")),
                change(key("B"), 5, note("duplicate")),
                change(key("A"), 3, note("new")),
                change(key("D"), 4, note("late")))));

        assertThat(outcomes)
                .containsExactly(
                        SinkOutcome.applied(), SinkOutcome.stale(), SinkOutcome.applied(), SinkOutcome.stale());
        assertThat(await(read(key("B")))).isEqualTo(note("held"));
        assertThat(await(read(key("A")))).isEqualTo(note("new"));
        awaitEmpty(read(key("D")));
    }

    @Test
    void a_batch_applied_again_is_stale_as_a_whole() {
        List<ChangeRecord> batch = batch(0);
        await(sink().apply(batch));

        assertThat(await(sink().apply(batch))).hasSize(BATCH_SIZE).containsOnly(SinkOutcome.stale());
    }

    @Test
    void batches_of_different_items_may_be_applied_at_once() {
        List<List<SinkOutcome>> outcomes = await(Flux.range(0, BATCHES)
                .flatMap(number -> sink().apply(batch(number)).subscribeOn(Schedulers.parallel()), BATCHES));

        assertThat(outcomes)
                .hasSize(BATCHES)
                .allSatisfy(batch -> assertThat(batch).hasSize(BATCH_SIZE).containsOnly(SinkOutcome.applied()));
        assertThat(await(read(key("15-24")))).isEqualTo(note("15"));
    }

    @Test
    void whatever_the_order_and_however_often_the_highest_version_stays() {
        Random random = new Random(SEED);
        for (int step = 0; step < 150; step++) {
            ItemKey key = key("item-" + random.nextInt(5));
            int version = 1 + random.nextInt(30);
            Version before = await(sink().appliedVersion(key));

            SinkOutcome outcome =
                    apply(version % 4 == 0 ? deletion(key, version) : change(key, version, note("v" + version)));

            boolean newer = Version.of(version).isAfter(before);
            assertThat(outcome).as("step %d", step).isEqualTo(newer ? SinkOutcome.applied() : SinkOutcome.stale());
            assertThatItemIsAt(key, newer ? Version.of(version) : before);
        }
    }

    private void assertThatItemIsAt(ItemKey key, Version version) {
        assertThat(await(sink().appliedVersion(key))).isEqualTo(version);
        Attributes shown = await(read(key).defaultIfEmpty(Attributes.empty()));
        assertThat(shown).isEqualTo(version.value() % 4 == 0 ? Attributes.empty() : note("v" + version));
    }

    @Test
    void an_item_never_seen_has_no_version() {
        assertThat(appliedVersion("A")).isEqualTo(Version.NONE);
    }

    private List<ChangeRecord> batch(int number) {
        return IntStream.range(0, BATCH_SIZE)
                .mapToObj(i -> change(key(number + "-" + i), 1, note(Integer.toString(number))))
                .toList();
    }

    private SinkOutcome apply(ChangeRecord change) {
        List<SinkOutcome> outcomes = await(sink().apply(List.of(change)));
        assertThat(outcomes).as("one outcome per change").hasSize(1);
        return outcomes.get(0);
    }

    private Version appliedVersion(String sort) {
        return await(sink().appliedVersion(key(sort)));
    }
}
