/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Refused;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/**
 * One batch on its way into the table: the newest version of each row is written, sorted by key; what lost to it is stale.
 * Should the newest be refused, the next one takes its place.
 */
final class BatchWrite {

    private final RowWriter writer;
    private final SinkOutcome[] outcomes;
    private final SortedMap<List<String>, Queue<Candidate>> open = new TreeMap<>(TableRow::compareKeys);

    private record Candidate(int index, TableRow row) {}

    private BatchWrite(RowWriter writer, int size) {
        this.writer = writer;
        this.outcomes = new SinkOutcome[size];
    }

    /** Emits one outcome per change, in their order. */
    static Mono<List<SinkOutcome>> of(
            List<ChangeRecord> changes, RowProjection projection, SqlTable table, RowWriter writer) {
        return Mono.defer(() -> {
            BatchWrite batch = new BatchWrite(writer, changes.size());
            for (int i = 0; i < changes.size(); i++) {
                batch.add(i, changes.get(i), projection, table);
            }
            return batch.write();
        });
    }

    private void add(int index, ChangeRecord change, RowProjection projection, SqlTable table) {
        outcomes[index] = SinkOutcome.stale();
        if (!projection.holds(change.key())) {
            return;
        }
        try {
            TableRow row = projection.row(change.state(), table::text);
            open.computeIfAbsent(row.key(), key -> newestFirst()).add(new Candidate(index, row));
        } catch (RuntimeException refused) {
            outcomes[index] = SinkOutcome.refused(refused);
        }
    }

    private static Queue<Candidate> newestFirst() {
        return new PriorityQueue<>(
                1,
                Comparator.comparingLong(
                                (Candidate candidate) -> candidate.row().version())
                        .reversed());
    }

    private Mono<List<SinkOutcome>> write() {
        if (open.isEmpty()) {
            return Mono.just(Arrays.asList(outcomes));
        }
        List<Candidate> newest = open.values().stream().map(Queue::remove).toList();
        return writer.write(newest.stream().map(Candidate::row).toList()).flatMap(answers -> {
            settle(newest, answers);
            return write();
        });
    }

    private void settle(List<Candidate> candidates, List<SinkOutcome> answers) {
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            outcomes[candidate.index()] = answers.get(i);
            Queue<Candidate> losers = open.get(candidate.row().key());
            if (!(answers.get(i) instanceof Refused) || losers == null || losers.isEmpty()) {
                open.remove(candidate.row().key());
            }
        }
    }
}
