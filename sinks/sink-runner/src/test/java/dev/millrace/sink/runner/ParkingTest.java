/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static dev.millrace.sink.runner.Changes.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.InvalidValueException;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.Setback;
import dev.millrace.sink.RefusedChangeException;
import dev.millrace.sink.SinkOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is parked, and what comes behind it. */
class ParkingTest extends ParkingFixture {

    @Nested
    class A_poison_change {

        @Test
        @DisplayName("[I13, F21] one poison among ten thousand items is parked alone, and the others lose nothing")
        void is_parked_with_what_follows_and_holds_up_nobody_else() {
            ListSource source = new ListSource();
            for (int version = 1; version <= 3; version++) {
                for (int item = 0; item < 10_000; item++) {
                    source.add(change("item-" + item, version));
                }
            }
            sink.failure = change -> change.equals(change("item-4711", 2)) ? new NullPointerException() : null;
            options = options.withCompaction(false);

            run(source);

            assertThat(source.acknowledged).isEqualTo(source.offsets());
            assertThat(parkedVersions("item-4711")).containsExactly(2L, 3L);
            assertThat(sink.taken("item-4711")).containsExactly(1L);
            assertThat(sink.taken).hasSize(10_000);
            assertThat(IntStream.range(0, 10_000).filter(item -> item != 4711))
                    .allSatisfy(item -> assertThat(sink.taken("item-" + item)).containsExactly(1L, 2L, 3L));
            assertThat(await(parked.keys(SINK).collectList())).containsExactly(key("item-4711"));
            assertThat(sink.calls)
                    .as("batches, the halving of one, and five attempts")
                    .isLessThan(30_000);
            assertThat(deadLetters.letters).isEmpty();
        }

        @Test
        void keeps_its_cause_attempts_and_source_but_no_message_of_others() {
            sink.failure = change -> new IllegalStateException("secret");

            run(ListSource.of(change("A", 1)));

            ParkedItem item = parkedItem("A");
            assertThat(item.setback().cause()).isEqualTo("java.lang.IllegalStateException");
            assertThat(item.setback().attempts()).isEqualTo(5);
            assertThat(item.setback().source()).isEqualTo("changes-0@0");
            assertThat(item.setback().version().value()).isEqualTo(1);
            assertThat(item.changes()).isEqualTo(1);
            assertThat(signals.notes).contains("parked A v1 at 0");
        }

        @Test
        void that_is_known_to_be_at_fault_is_not_tried_again() {
            sink.failure = change -> new RefusedChangeException("total must not be negative");

            run(ListSource.of(change("A", 1)));

            assertThat(sink.calls).isEqualTo(1);
            assertThat(parkedItem("A").setback().cause())
                    .isEqualTo("dev.millrace.sink.RefusedChangeException: total must not be negative");
        }

        @Test
        void in_a_batch_is_parked_and_the_newest_of_the_versions_before_it_is_shown_instead() {
            options = options.withLanes(1);
            sink.verdict = change -> change.version().value() == 3 ? SinkOutcome.refused(new IOException()) : null;
            HeldUntilAsked gate = new HeldUntilAsked(sink);

            options = options.withRecovery(options.recovery().withAttemptTimeout(Duration.ofDays(1)));
            run(gate, ListSource.of(change("first", 1), change("A", 1), change("A", 2), change("A", 3)));
            gate.open();
            time.advanceTimeBy(A_WHILE);

            assertThat(sink.taken("A")).containsExactly(2L);
            assertThat(parkedVersions("A")).containsExactly(3L);
        }

        @Test
        void that_no_row_can_hold_is_a_dead_letter() {
            refuse("A", 1);
            parked.failure = InvalidValueException.hidden("item", "must be at most 409600 bytes");
            ListSource source = ListSource.of(change("A", 1));

            run(source);

            assertThat(deadLetters.offsets()).containsExactly(0L);
            assertThat(source.acknowledged).containsExactly(0L);
        }

        @Test
        void is_not_acknowledged_before_it_is_parked() {
            refuse("A", 1);
            parked.failure = new IOException("down");
            ListSource source = ListSource.of(change("A", 1), change("B", 1));
            run(source);
            assertThat(source.acknowledged).isEmpty();
            assertThat(sink.taken("B")).as("waits for nobody").containsExactly(1L);

            parked.failure = null;
            time.advanceTimeBy(A_WHILE);

            assertThat(parkedVersions("A")).containsExactly(1L);
            assertThat(source.acknowledged).containsExactly(0L, 1L);
        }
    }

    @Nested
    class The_next_version {

        @Test
        void goes_behind_without_asking_the_sink() {
            refuse("A", 1);
            run(ListSource.of(change("A", 1)));
            int before = sink.calls;

            run(ListSource.of(change("A", 2), change("B", 1)));

            assertThat(parkedVersions("A")).containsExactly(1L, 2L);
            assertThat(sink.taken("A")).isEmpty();
            assertThat(sink.calls).as("for B alone, after a restart").isEqualTo(before + 1);
            assertThat(signals.notes).contains("kept A v2 behind at 0");
        }

        @Test
        void is_kept_even_if_a_newer_one_waits_with_it() {
            refuse("A", 1);
            run(ListSource.of(change("A", 1)));
            options = options.withLanes(1);

            options = options.withRecovery(options.recovery().withAttemptTimeout(Duration.ofDays(1)));
            HeldUntilAsked gate = new HeldUntilAsked(sink);
            run(
                    gate,
                    ListSource.of(change("first", 1), change("A", 2), change("A", 4), change("A", 3), change("A", 4)));
            gate.open();

            assertThat(parkedVersions("A")).containsExactly(1L, 2L, 3L, 4L);
        }

        @Test
        void goes_to_the_sink_once_the_item_was_released_though_the_runner_has_not_heard_of_it() {
            refuse("A", 1);
            ListSource source = ListSource.of(change("A", 1));
            run(source);
            takeEverything();
            await(parked.drop(SINK, key("A"), change("A", 1).version()).thenReturn(true));
            await(parked.release(SINK, key("A")));

            run(ListSource.of(change("A", 2)));

            assertThat(sink.taken("A")).containsExactly(2L);
            assertThat(parkedVersions("A")).isEmpty();
        }

        @Test
        void of_an_item_that_somebody_else_parked_goes_behind_when_its_partition_comes_over() {
            run(ListSource.of(change("B", 1)));
            await(parked.park(SINK, change("A", 1), parkedBySomebodyElse()).thenReturn(true));
            ListSource next = new ListSource().add(change("B", 2)).inTenure(1).add(change("A", 2));

            run(next);

            assertThat(parkedVersions("A")).containsExactly(1L, 2L);
        }

        private Setback parkedBySomebodyElse() {
            return Setback.by(new IllegalStateException(), change("A", 1).version(), 1, "changes-0@7", Instant.EPOCH);
        }
    }
}
