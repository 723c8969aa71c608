/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * One batch on its way into the table: the newest version of each row is written, sorted by key; what lost to it is stale.
 * Should the newest be refused, the next one takes its place.
 */
final class BatchWrite {

    /** By key, the versions of one key with the newest first. */
    private static final Comparator<Candidate> NEWEST_FIRST = (one, other) -> {
        int keys = TableRow.compareKeys(one.row().key(), other.row().key());
        return keys == 0 ? Long.compare(other.row().version(), one.row().version()) : keys;
    };

    private final RowWriter writer;
    private final SinkOutcome[] outcomes;
    private final List<Candidate> candidates;

    private record Candidate(int index, TableRow row) {

        boolean isFor(TableRow other) {
            return row.key().equals(other.key());
        }
    }

    private BatchWrite(RowWriter writer, int size) {
        this.writer = writer;
        this.outcomes = new SinkOutcome[size];
        this.candidates = new ArrayList<>(size);
    }

    /** Emits one outcome per change, in their order. */
    static Mono<List<SinkOutcome>> of(
            List<ChangeRecord> changes, RowProjection projection, SqlTable table, RowWriter writer) {
        return Mono.defer(() -> {
            BatchWrite batch = new BatchWrite(writer, changes.size());
            for (int i = 0; i < changes.size(); i++) {
                batch.add(i, changes.get(i), projection, table);
            }
            batch.candidates.sort(NEWEST_FIRST);
            return batch.write(batch.candidates);
        });
    }

    private void add(int index, ChangeRecord change, RowProjection projection, SqlTable table) {
        outcomes[index] = SinkOutcome.stale();
        if (!projection.holds(change.key())) {
            return;
        }
        try {
            candidates.add(new Candidate(index, projection.row(change.state(), table::text)));
        } catch (RuntimeException refused) {
            outcomes[index] = SinkOutcome.refused(refused);
        }
    }

    private Mono<List<SinkOutcome>> write(List<Candidate> sorted) {
        if (sorted.isEmpty()) {
            return Mono.just(Arrays.asList(outcomes));
        }
        List<Candidate> newest = new ArrayList<>(sorted.size());
        List<Candidate> losers = new ArrayList<>();
        for (Candidate candidate : sorted) {
            boolean loses = !newest.isEmpty() && newest.get(newest.size() - 1).isFor(candidate.row());
            (loses ? losers : newest).add(candidate);
        }
        return writer.write(newest.stream().map(Candidate::row).toList()).flatMap(answers -> {
            Set<List<String>> refused = settle(newest, answers);
            return write(losers.stream()
                    .filter(loser -> refused.contains(loser.row().key()))
                    .toList());
        });
    }

    /** Returns the keys whose next version has its turn. */
    private Set<List<String>> settle(List<Candidate> written, List<SinkOutcome> answers) {
        Set<List<String>> refused = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            Candidate candidate = written.get(i);
            outcomes[candidate.index()] = answers.get(i);
            if (answers.get(i) instanceof Refused) {
                refused.add(candidate.row().key());
            }
        }
        return refused;
    }
}
