/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class RebuildTest {

    private static final SinkName NAME = SinkName.of("search");
    private static final SinkId ID = new SinkId(new ModuleId("test", "shop", "order"), NAME);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ITEMS = 50;

    private final TablePages table = new TablePages();
    private final KeptProgress progress = new KeptProgress();
    private final InMemoryChangeSink sink = new InMemoryChangeSink(NAME);
    private final RebuildOptions fast = RebuildOptions.defaults()
            .withRowsPerSecond(1_000_000)
            .withPageRows(7)
            .withAttempts(3, Duration.ofMillis(1), Duration.ofMillis(1));

    private static ItemKey key(int item) {
        return ItemKey.of("ORDER", "acme", "%03d".formatted(item));
    }

    private void fill() {
        for (int item = 0; item < ITEMS; item++) {
            table.record(Samples.change(key(item), 1, Samples.note("old")));
            table.record(Samples.change(key(item), 2, Samples.note("new")));
            if (item % 5 == 0) {
                table.record(Samples.deletion(key(item), 3));
            }
        }
    }

    private void requireWhole() {
        for (int item = 0; item < ITEMS; item++) {
            boolean isDeleted = item % 5 == 0;
            assertThat(sink.appliedVersion(key(item)).block(PATIENCE)).isEqualTo(Version.of(isDeleted ? 3 : 2));
            assertThat(sink.read(key(item)).hasElement().block(PATIENCE)).isEqualTo(!isDeleted);
        }
    }

    private Rebuild rebuild(ChangeSink target) {
        return Rebuild.of(ID, target, table, progress).withOptions(fast);
    }

    private static ChangeSink sink(InMemoryChangeSink held, Function<List<ChangeRecord>, Mono<List<SinkOutcome>>> way) {
        return new ChangeSink() {
            @Override
            public SinkName name() {
                return held.name();
            }

            @Override
            public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
                return way.apply(changes);
            }

            @Override
            public Mono<Version> appliedVersion(ItemKey key) {
                return held.appliedVersion(key);
            }
        };
    }

    @Test
    void an_empty_sink_gets_the_newest_version_of_each_item_deleted_ones_too() {
        fill();

        RebuildCounts counts = rebuild(sink).resume().block(PATIENCE);

        requireWhole();
        assertThat(counts.rows()).isEqualTo(ITEMS * 2 + ITEMS / 5);
        assertThat(counts.refused()).isZero();
    }

    @Test
    void nothing_happens_before_subscription() {
        fill();

        rebuild(sink).resume();

        assertThat(table.reads()).isZero();
    }

    @Test
    void what_the_sink_holds_in_a_later_version_stays_as_it_is() {
        fill();
        sink.apply(List.of(Samples.change(key(1), 9, Samples.note("live")))).block(PATIENCE);

        rebuild(sink).resume().block(PATIENCE);

        assertThat(sink.appliedVersion(key(1)).block(PATIENCE)).isEqualTo(Version.of(9));
    }

    @Test
    void no_batch_has_an_item_twice() {
        fill();
        List<List<ItemKey>> batches = new ArrayList<>();
        ChangeSink watched = sink(sink, changes -> {
            synchronized (batches) {
                batches.add(changes.stream().map(ChangeRecord::key).toList());
            }
            return sink.apply(changes);
        });

        rebuild(watched).resume().block(PATIENCE);

        assertThat(batches).isNotEmpty().allSatisfy(keys -> assertThat(keys).doesNotHaveDuplicates());
    }

    @Test
    void a_run_that_failed_halfway_is_gone_on_with_and_not_begun_again() {
        fill();
        int[] left = {4};
        ChangeSink dying = sink(
                sink,
                changes -> --left[0] < 0
                        ? Mono.error(new StoreMisconfiguredException("gone", null))
                        : sink.apply(changes));
        RebuildOptions one = fast.withSegments(1);
        assertThatThrownBy(() -> rebuild(dying).withOptions(one).resume().block(PATIENCE))
                .isInstanceOf(StoreMisconfiguredException.class);
        int before = table.reads();

        RebuildCounts counts = rebuild(sink).resume().block(PATIENCE);

        requireWhole();
        assertThat(counts.rows()).isEqualTo(ITEMS * 2 + ITEMS / 5);
        assertThat(table.reads() - before).as("pages of 7 rows left after 4").isEqualTo(12);
    }

    @Test
    void a_cancelled_run_is_gone_on_with() {
        fill();
        int[] left = {4};
        ChangeSink stuck = sink(sink, changes -> --left[0] < 0 ? Mono.never() : sink.apply(changes));
        StepVerifier.create(rebuild(stuck).withOptions(fast.withSegments(1)).resume())
                .expectSubscription()
                .thenCancel()
                .verify(PATIENCE);

        rebuild(sink).resume().block(PATIENCE);

        requireWhole();
    }

    @Test
    void after_a_finished_rebuild_the_next_one_begins_at_the_beginning() {
        fill();
        rebuild(sink).resume().block(PATIENCE);

        RebuildCounts counts = rebuild(sink).resume().block(PATIENCE);

        assertThat(counts.rows()).isEqualTo(ITEMS * 2 + ITEMS / 5);
        assertThat(counts.applied()).isZero();
    }

    @Test
    void a_rebuild_that_is_forgotten_is_begun_again_and_its_run_ends() {
        fill();
        int[] left = {4};
        ChangeSink dropped = sink(
                sink,
                changes -> --left[0] == 0 ? rebuild(sink).forget().then(sink.apply(changes)) : sink.apply(changes));
        StepVerifier.create(rebuild(dropped).resume())
                .expectError(RebuildTakenOverException.class)
                .verify(PATIENCE);

        RebuildCounts counts = rebuild(new InMemoryChangeSink(NAME)).resume().block(PATIENCE);

        assertThat(counts.rows()).isEqualTo(ITEMS * 2 + ITEMS / 5);
        assertThat(counts.applied()).isGreaterThanOrEqualTo(ITEMS);
    }

    @Test
    void a_run_that_another_one_has_succeeded_ends() {
        fill();
        ChangeSink overtaken =
                sink(sink, changes -> progress.take(ID, "another", 1).then(sink.apply(changes)));

        StepVerifier.create(rebuild(overtaken).resume())
                .expectError(RebuildTakenOverException.class)
                .verify(PATIENCE);
    }

    @Test
    void what_the_sink_puts_off_is_applied_again_and_what_it_refuses_is_counted() {
        fill();
        boolean[] wasPutOff = {false};
        ChangeSink choosy = sink(sink, changes -> {
            if (!wasPutOff[0]) {
                wasPutOff[0] = true;
                SinkOutcome later = SinkOutcome.deferred(new IllegalStateException());
                return Mono.just(changes.stream().map(change -> later).toList());
            }
            return Mono.just(changes.stream()
                    .map(change -> change.key().equals(key(3))
                            ? SinkOutcome.refused(new IllegalArgumentException())
                            : SinkOutcome.applied())
                    .toList());
        });

        RebuildCounts counts = rebuild(choosy)
                .withOptions(fast.withSegments(1).withPageRows(1_000))
                .resume()
                .block(PATIENCE);

        assertThat(counts.refused()).isEqualTo(1);
        assertThat(counts.applied()).isEqualTo(ITEMS - 1);
    }

    @Test
    void a_sink_that_stays_away_fails_the_run_with_its_own_failure() {
        fill();
        ChangeSink away = sink(sink, changes -> Mono.error(new StoreUnavailableException("away", null)));

        StepVerifier.create(rebuild(away).resume()).expectErrorMessage("away").verify(PATIENCE);
    }

    @Test
    void the_table_is_read_no_faster_than_the_rate() {
        for (int item = 0; item < 100; item++) {
            table.record(Samples.change(key(item), 1, Samples.note("x")));
        }
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        RebuildOptions slow = RebuildOptions.defaults()
                .withSegments(1)
                .withRowsPerSecond(10)
                .withPageRows(10)
                .withScheduler(time);
        StepVerifier.create(rebuild(sink).withOptions(slow).resume())
                .then(() -> assertThat(table.reads()).isEqualTo(1))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(999)))
                .then(() -> assertThat(table.reads()).isEqualTo(1))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> assertThat(table.reads()).isEqualTo(2))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(8)))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void numbers_that_mean_nothing_are_refused() {
        RebuildOptions options = RebuildOptions.defaults();

        assertThatThrownBy(() -> options.withSegments(65)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> options.withRowsPerSecond(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> options.withPageRows(1_001)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> options.withAttempts(0, PATIENCE, PATIENCE)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> options.withAttemptTimeout(Duration.ZERO)).isInstanceOf(InvalidValueException.class);
    }
}
