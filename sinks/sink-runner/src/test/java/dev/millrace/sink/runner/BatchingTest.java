/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class BatchingTest {

    private static final RunnerOptions OPTIONS = RunnerOptions.defaults().withMaxBatch(3);

    private final Queue<Ticket> waiting = new ArrayDeque<>();

    @Test
    void a_batch_holds_the_newest_version_of_each_item_and_the_others_hang_onto_it() {
        waiting(change("A", 1), change("B", 1), change("A", 3), change("A", 2));

        List<Ticket> batch = new Batching(OPTIONS).take(waiting);

        assertThat(shown(batch)).containsExactly("A v3", "B v1");
        assertThat(lostTo(batch.get(0))).containsExactlyInAnyOrder("A v1", "A v2");
        assertThat(lostTo(batch.get(1))).isEmpty();
    }

    @Test
    void superseded_versions_do_not_count_towards_the_size() {
        waiting(change("A", 1), change("A", 2), change("A", 3), change("B", 1), change("C", 1), change("D", 1));

        Batching batching = new Batching(OPTIONS);

        assertThat(shown(batching.take(waiting))).containsExactly("A v3", "B v1", "C v1");
        assertThat(shown(batching.take(waiting))).containsExactly("D v1");
    }

    @Test
    void without_compaction_a_second_change_of_an_item_waits_for_the_next_batch() {
        waiting(change("A", 1), change("B", 1), change("A", 2), change("C", 1));

        Batching batching = new Batching(OPTIONS.withCompaction(false));

        assertThat(shown(batching.take(waiting))).containsExactly("A v1", "B v1");
        assertThat(shown(batching.take(waiting))).containsExactly("A v2", "C v1");
    }

    @Test
    void of_two_equal_versions_the_first_is_shown() {
        waiting(change("A", 2), change("A", 2));

        List<Ticket> batch = new Batching(OPTIONS).take(waiting);

        assertThat(batch).singleElement().isSameAs(batch.get(0));
        assertThat(lostTo(batch.get(0))).containsExactly("A v2");
    }

    private void waiting(ChangeRecord... changes) {
        Lane lane = new Lane(OPTIONS, batch -> Mono.never());
        ListSource.of(changes).deliveries.stream()
                .map(delivery -> new Ticket(delivery, lane))
                .forEach(waiting::add);
    }

    private static List<String> shown(List<Ticket> tickets) {
        return tickets.stream().map(ticket -> Changes.shown(ticket.change())).toList();
    }

    private static List<String> lostTo(Ticket winner) {
        List<Ticket> lost = new ArrayList<>();
        for (Ticket next = winner.superseded(); next != null; next = next.superseded()) {
            lost.add(next);
        }
        return shown(lost);
    }
}
