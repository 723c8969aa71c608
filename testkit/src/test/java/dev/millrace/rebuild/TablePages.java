/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.change.ChangeRecord;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** A command table in memory: partitions by item, item after item, version after version. */
final class TablePages implements RecordedItems {

    private final List<ChangeRecord> rows = new ArrayList<>();
    private int reads;

    synchronized void record(ChangeRecord change) {
        rows.add(change);
    }

    synchronized int reads() {
        return reads;
    }

    @Override
    public Mono<Slice> read(int segment, int segments, String place, int limit) {
        return Mono.fromSupplier(() -> slice(segment, segments, place.isEmpty() ? 0 : Integer.parseInt(place), limit));
    }

    private synchronized Slice slice(int segment, int segments, int from, int limit) {
        reads++;
        List<ChangeRecord> mine = rows.stream()
                .filter(row -> Math.floorMod(row.key().hashCode(), segments) == segment)
                .toList();
        int to = Math.min(from + limit, mine.size());
        return new Slice(mine.subList(from, to), to - from, to < mine.size() ? Integer.toString(to) : BEGINNING);
    }
}
