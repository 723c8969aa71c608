/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.parking.SinkId;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The port to where it is kept how far the rebuild of a sink has come. One run at a time owns it: the one that has taken it
 * last. Every write is one atomic step and may be repeated. Nothing happens before subscription. A store that cannot be
 * reached fails with {@link dev.millrace.StoreUnavailableException}.
 */
public interface RebuildProgress {

    /**
     * Takes over the rebuild that is not finished, with as many segments as it was begun with; if there is none, begins one.
     * Emits the segments, by number. Fails with {@link RebuildTakenOverException} when another run does the same just now.
     *
     * @param run names the run; no other has the same name
     * @param segments how many segments a new rebuild has
     */
    Mono<List<SegmentProgress>> take(SinkId sink, String run, int segments);

    /** Like {@link #take}, but always begins a new one, and emits its segments. */
    Mono<List<SegmentProgress>> begin(SinkId sink, String run, int segments);

    /** Keeps how far a segment has come. Fails with {@link RebuildTakenOverException} if the rebuild is not the run's any more. */
    Mono<Void> save(SinkId sink, String run, SegmentProgress segment);

    /** Forgets a rebuild that is finished. Completes also if it is not the run's any more. */
    Mono<Void> finish(SinkId sink, String run);
}
