/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import dev.millrace.parking.SinkEntry;
import dev.millrace.parking.SinkId;
import dev.millrace.parking.SinkJournal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link SinkJournal} in memory. Signals arrive on the subscriber's thread. */
public final class InMemorySinkJournal implements SinkJournal {

    private final Map<SinkId, List<SinkEntry>> entries = new ConcurrentHashMap<>();

    /** Creates an empty journal. */
    public InMemorySinkJournal() {}

    @Override
    public Mono<Void> record(SinkId sink, SinkEntry entry) {
        return Mono.fromRunnable(() -> of(sink).add(entry));
    }

    @Override
    public Flux<SinkEntry> entries(SinkId sink) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(of(sink)))).sort(Comparator.comparing(SinkEntry::at));
    }

    private List<SinkEntry> of(SinkId sink) {
        return entries.computeIfAbsent(sink, absent -> new CopyOnWriteArrayList<>());
    }
}
