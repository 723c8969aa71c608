/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes sure that one worker reads a stream. A silent predecessor is waited for by one's own clock, so that the clocks of
 * two machines need not agree. Whoever is succeeded without noticing is kept from saving by its old epoch.
 */
final class TenureKeeper {

    private static final Logger log = LoggerFactory.getLogger(TenureKeeper.class);

    private static final long NONE = 0;
    private static final int BEATS_PER_FAILOVER = 4;
    private static final Duration LONGEST_RELEASE = Duration.ofSeconds(5);

    private final CheckpointStore store;
    private final String streamArn;
    private final String workerId;
    private final Duration failover;
    private final Scheduler timer;
    private final AtomicLong epoch = new AtomicLong(NONE);

    TenureKeeper(CheckpointStore store, String streamArn, DirectOptions options, Scheduler timer) {
        this.store = store;
        this.streamArn = streamArn;
        this.workerId = options.workerId();
        this.failover = options.failover();
        this.timer = timer;
    }

    /** Emits the epoch of a tenure that begins; fails with {@link StreamTakenException} when another worker is alive. */
    Mono<Long> begin() {
        return store.tenure()
                .flatMap(seen -> isOpen(seen) ? take(seen) : takeFromSilent(seen))
                .map(Tenure::epoch)
                .doOnNext(epoch::set);
    }

    private Mono<Tenure> takeFromSilent(Tenure seen) {
        log.info("stream {} was read by worker {}: waiting {} for a sign of it", streamArn, seen.owner(), failover);
        return Mono.delay(failover, timer)
                .then(store.tenure())
                .flatMap(now -> now.isFree() || now.equals(seen) ? take(now) : Mono.error(takenBy(now)));
    }

    private Mono<Tenure> take(Tenure seen) {
        return store.take(seen, workerId).switchIfEmpty(Mono.defer(this::takeChanged));
    }

    /** Goes on when what was seen changed because a predecessor left or, under the same name, still showed a sign of life. */
    private Mono<Tenure> takeChanged() {
        return store.tenure().flatMap(now -> isOpen(now) ? take(now) : Mono.error(takenBy(now)));
    }

    private boolean isOpen(Tenure tenure) {
        return tenure.isFree() || tenure.isOf(workerId);
    }

    /** Shows signs of life for ever; fails with {@link StreamTakenException} once another worker has taken over. */
    Mono<Void> keep() {
        return Mono.defer(() -> store.beat(epoch.get()))
                .filter(alive -> !alive)
                .flatMap(lost -> taken().then())
                .onErrorResume(StoreUnavailableException.class, silent -> Mono.empty())
                .delaySubscription(failover.dividedBy(BEATS_PER_FAILOVER), timer)
                .repeat()
                .then();
    }

    /** Lets a successor begin at once; completes whether that worked or not. */
    Mono<Void> end() {
        return Mono.fromSupplier(() -> epoch.getAndSet(NONE))
                .filter(mine -> mine != NONE)
                .flatMap(store::release)
                .timeout(LONGEST_RELEASE, timer)
                .onErrorComplete();
    }

    private Mono<Tenure> taken() {
        return store.tenure().flatMap(now -> Mono.error(takenBy(now)));
    }

    private StreamTakenException takenBy(Tenure other) {
        return new StreamTakenException(streamArn, other.owner());
    }
}
