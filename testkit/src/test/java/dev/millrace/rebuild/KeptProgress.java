/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.parking.SinkId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** {@link RebuildProgress} in memory. */
final class KeptProgress implements RebuildProgress {

    private final Map<SinkId, String> runs = new HashMap<>();
    private final Map<SinkId, List<SegmentProgress>> kept = new HashMap<>();

    @Override
    public Mono<List<SegmentProgress>> take(SinkId sink, String run, int segments) {
        return Mono.fromSupplier(() -> taken(sink, run, segments));
    }

    @Override
    public Mono<List<SegmentProgress>> begin(SinkId sink, String run, int segments) {
        return Mono.fromSupplier(() -> {
            forget(sink);
            return taken(sink, run, segments);
        });
    }

    @Override
    public Mono<Void> save(SinkId sink, String run, SegmentProgress segment) {
        return Mono.fromRunnable(() -> keep(sink, run, segment));
    }

    @Override
    public Mono<Void> finish(SinkId sink, String run) {
        return Mono.fromRunnable(() -> forget(sink));
    }

    private synchronized List<SegmentProgress> taken(SinkId sink, String run, int segments) {
        runs.put(sink, run);
        return List.copyOf(kept.computeIfAbsent(
                sink,
                none -> new ArrayList<>(IntStream.range(0, segments)
                        .mapToObj(SegmentProgress::untouched)
                        .toList())));
    }

    private synchronized void keep(SinkId sink, String run, SegmentProgress segment) {
        if (!run.equals(runs.get(sink))) {
            throw new RebuildTakenOverException(sink);
        }
        kept.get(sink).set(segment.number(), segment);
    }

    private synchronized void forget(SinkId sink) {
        kept.remove(sink);
    }
}
