/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.Retry.RetrySignal;

/**
 * Carries the changes of one command table to Kafka: each one at least once, those of one item in the order of their
 * versions, with bounded memory. A checkpoint never passes a change that Kafka has not acknowledged.
 *
 * <p>Any number of workers may carry one table: they share its shards.
 */
public final class StreamBridge {

    private final StreamSource source;
    private final ChangePublisherFactory publishers;
    private final BridgeOptions options;
    private final BridgeEvents events;

    private StreamBridge(
            StreamSource source, ChangePublisherFactory publishers, BridgeOptions options, BridgeEvents events) {
        this.source = source;
        this.publishers = publishers;
        this.options = options;
        this.events = events;
    }

    /** Returns a bridge from the source to the publishers. */
    public static StreamBridge of(
            StreamSource source, ChangePublisherFactory publishers, BridgeOptions options, BridgeListener listener) {
        return new StreamBridge(
                requireNonNull(source, "source"),
                requireNonNull(publishers, "publishers"),
                requireNonNull(options, "options"),
                new BridgeEvents(requireNonNull(listener, "listener")));
    }

    /**
     * Carries changes until {@code stop} completes; then stops reading, waits for what is in flight, saves the
     * checkpoints, closes everything and completes.
     *
     * <p>Nothing happens until subscription; one subscription at a time. After a failure everything is closed and opened
     * again from the last checkpoints saved, for ever, with a growing pause.
     *
     * <ul>
     *   <li><b>Fails</b> only with what no restart mends: a {@link MillraceException} that must not be tried again.
     *   <li><b>Cancelling</b> stops at once and closes in the background: nothing is lost, but what is in flight is
     *       published again by whoever reads on.
     *   <li><b>Threads</b>: signals arrive on threads of the source or the publisher; do not block there.
     * </ul>
     *
     * @param stop ends the run gracefully; a failed one counts as well
     */
    public Mono<Void> runUntil(Mono<?> stop) {
        requireNonNull(stop, "stop");
        return Mono.defer(() -> supervise(stop.then().onErrorComplete().cache()));
    }

    private Mono<Void> supervise(Mono<Void> stop) {
        return attempt(stop)
                .retryWhen(Retry.from(failures -> restarts(failures, stop)))
                .takeUntilOther(stop.then(Mono.delay(options.drainTimeout())))
                .then();
    }

    private Flux<SequenceNumber> attempt(Mono<Void> stop) {
        return Flux.usingWhen(
                publishers.open(options.maxInFlight()), publisher -> carry(publisher, stop), ChangePublisher::close);
    }

    private Flux<SequenceNumber> carry(ChangePublisher publisher, Mono<Void> stop) {
        ShardPipeline pipeline = new ShardPipeline(publisher, options, events);
        return source.shards(stop).flatMap(pipeline::carry, source.maxShards());
    }

    /** Emits when it is time to begin again; completes when the bridge is to stop instead. */
    private Flux<Boolean> restarts(Flux<RetrySignal> failures, Mono<Void> stop) {
        return failures.concatMap(failure -> pause(failure, stop)).takeWhile(again -> again);
    }

    private Mono<Boolean> pause(RetrySignal signal, Mono<Void> stop) {
        if (isFinal(signal.failure())) {
            return Mono.error(signal.failure());
        }
        var pause = options.pauseAfter(signal.totalRetriesInARow());
        events.restarting(signal.failure(), pause);
        return Mono.firstWithSignal(Mono.delay(pause).thenReturn(true), stop.thenReturn(false));
    }

    private static boolean isFinal(Throwable failure) {
        return failure instanceof MillraceException known && known.retry() == MillraceException.Retry.NEVER;
    }
}
