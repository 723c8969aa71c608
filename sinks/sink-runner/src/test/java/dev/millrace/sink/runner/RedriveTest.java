/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static dev.millrace.sink.runner.Changes.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Tenant;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.ParkingEntry.Action;
import dev.millrace.sink.SinkOutcome;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was parked is shown to the sink again. */
class RedriveTest extends ParkingFixture {

    private void park(String item, long... versions) {
        refuse(item, versions[0]);
        ListSource source = new ListSource();
        for (long version : versions) {
            source.add(change(item, version));
        }
        options = options.withCompaction(false);
        run(source);
        assertThat(parkedVersions(item)).hasSize(versions.length);
    }

    @Test
    void applies_everything_in_order_and_hands_the_item_back() {
        park("A", 3, 4, 5);
        takeEverything();

        assertThat(redrive(ParkedScope.item(key("A")), ADA)).isEqualTo(1);

        assertThat(sink.taken("A")).containsExactly(3L, 4L, 5L);
        assertThat(await(parked.keys(SINK).collectList())).isEmpty();
        assertThat(signals.notes).containsSubsequence("redriven A v3", "redriven A v4", "redriven A v5", "released A");
        run(ListSource.of(change("A", 6)));
        assertThat(sink.taken("A")).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void that_fails_again_leaves_the_item_parked_with_all_that_is_left() {
        park("A", 3, 4, 5);
        refuse("A", 4);

        redrive(ParkedScope.item(key("A")), ADA);

        assertThat(sink.taken("A")).containsExactly(3L);
        assertThat(parkedVersions("A")).containsExactly(4L, 5L);
        assertThat(parkedItem("A").redriving()).isFalse();
        assertThat(parkedItem("A").setback().version().value()).isEqualTo(4);
        redrive(ParkedScope.item(key("A")), ADA);
        assertThat(parkedItem("A").setback().attempts()).isEqualTo(2);
    }

    @Test
    void waits_out_an_outage_of_the_sink() {
        park("A", 1, 2);
        takeEverything();
        sink.failure = change -> new IOException("down");
        redrive(ParkedScope.item(key("A")), ADA);
        assertThat(parkedVersions("A")).containsExactly(1L, 2L);

        takeEverything();
        time.advanceTimeBy(A_WHILE);

        assertThat(sink.taken("A")).containsExactly(1L, 2L);
        assertThat(parkedVersions("A")).isEmpty();
    }

    @Test
    @DisplayName("[S09] a redrive for one tenant leaves the others untouched")
    void for_one_tenant_leaves_the_others_untouched() {
        ChangeRecord theirs = Changes.of("globex", "A", 1);
        sink.verdict = change -> SinkOutcome.refused(new IllegalArgumentException());
        run(ListSource.of(change("A", 1), change("B", 1), theirs));
        takeEverything();

        assertThat(redrive(ParkedScope.tenant(Tenant.of("acme")), ADA)).isEqualTo(2);

        assertThat(sink.taken("A")).containsExactly(1L);
        assertThat(sink.taken("B")).containsExactly(1L);
        assertThat(sink.taken).doesNotContainKey(theirs.key());
        assertThat(await(parked.keys(SINK).collectList())).containsExactly(theirs.key());
    }

    @Test
    void is_written_down_with_who_asked_and_what_came_of_it() {
        park("A", 1, 2);
        redrive(ParkedScope.item(key("A")), ADA);
        takeEverything();
        redrive(ParkedScope.item(key("A")), ADA);

        List<ParkingEntry> entries =
                await(as(ADA, parking.entries(SINK, Tenant.of("acme")).collectList()));
        assertThat(entries)
                .extracting(ParkingEntry::action)
                .containsExactlyInAnyOrder(
                        Action.REDRIVE_ASKED, Action.SET_BACK, Action.REDRIVE_ASKED, Action.REDRIVEN);
        assertThat(entries)
                .filteredOn(entry -> entry.action() == Action.REDRIVE_ASKED)
                .extracting(ParkingEntry::by)
                .containsOnly("ada");
    }

    @Test
    void rests_while_the_sink_is_paused() {
        SinkControl control = SinkControl.create();
        park("A", 1);
        takeEverything();
        control.pause();
        running.update(SinkRunner.of(sink, new ListSource(), deadLetters)
                .withOptions(options)
                .withParking(parked, MODULE)
                .withControl(control)
                .run()
                .subscribe());

        redrive(ParkedScope.item(key("A")), ADA);
        assertThat(sink.taken("A")).isEmpty();
        control.resume();
        time.advanceTimeBy(A_WHILE);

        assertThat(sink.taken("A")).containsExactly(1L);
    }
}
