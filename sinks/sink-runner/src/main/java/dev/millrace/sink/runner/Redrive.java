/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.ParkingEntry.Action;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The redrive of one item: its changes are applied from the lowest version to the highest, each is dropped once the sink
 * holds it, and when there are none left, the item is released.
 *
 * <p>The item stays parked until the release, so that changes that arrive meanwhile are kept behind and found by the next
 * step; the release fails if there is one. Whoever crashes leaves the changes that were not dropped: the next redrive
 * applies the first of them, which the sink may hold already, and goes on. A claim keeps two runners from doing the same
 * item at once; it is prolonged before each change, for longer than applying it may take.
 */
final class Redrive {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);
    private static final String RUNNER = "runner";
    private static final Duration STEPS = Duration.ofSeconds(30);

    private final ParkedChanges parked;
    private final SinkId sink;
    private final ItemKey key;
    private final SinkCalls calls;
    private final String claimant;
    private long applied;
    private long appliedBefore = -1;
    private boolean over;

    Redrive(ParkedChanges parked, SinkId sink, ItemKey key, SinkCalls calls, String claimant) {
        this.parked = parked;
        this.sink = sink;
        this.key = key;
        this.calls = calls;
        this.claimant = claimant;
    }

    /** Completes when the item is released, when a change has failed again, or when somebody else does it. */
    Mono<Void> run() {
        return parked.list(sink, ParkedScope.item(key), null)
                .next()
                .switchIfEmpty(Mono.defer(() -> parked.release(sink, key)).then(Mono.empty()))
                .flatMap(
                        item -> Mono.defer(() -> step(item)).repeat(() -> !over).then());
    }

    private Mono<Void> step(ParkedItem item) {
        return claim().flatMap(ours -> ours
                ? parked.changes(sink, key)
                        .next()
                        .flatMap(change -> apply(item, change).thenReturn(true))
                        .switchIfEmpty(Mono.defer(() -> release(item)).thenReturn(true))
                        .then()
                : end());
    }

    private Mono<Boolean> claim() {
        Instant now = now();
        return parked.claim(
                sink, key, claimant, now, now.plus(calls.attemptTimeout()).plus(STEPS));
    }

    private Mono<Void> apply(ParkedItem item, ChangeRecord change) {
        return calls.applyAgain(change).flatMap(outcome -> settle(item, change, outcome));
    }

    private Mono<Void> settle(ParkedItem item, ChangeRecord change, SinkOutcome outcome) {
        if (outcome instanceof Refused refused) {
            return setBack(item, change, refused.cause());
        } else if (outcome instanceof Deferred deferred) {
            return Mono.error(deferred.cause());
        }
        return parked.drop(sink, key, change.version()).doOnSuccess(dropped -> applied(change));
    }

    private void applied(ChangeRecord change) {
        applied++;
        calls.listener().redriven(change);
    }

    private Mono<Void> setBack(ParkedItem item, ChangeRecord change, Throwable cause) {
        return parked.setBack(sink, key, item.setback().again(cause, change.version(), now()))
                .then(Mono.defer(() -> record(item, Action.SET_BACK, Math.max(1, item.changes() - applied))))
                .then(Mono.fromRunnable(() -> log.warn(
                        "{}: the redrive of {} ends at version {} because of {}",
                        sink.sink(),
                        key,
                        change.version(),
                        cause.getClass().getName())))
                .then(end());
    }

    private Mono<Void> release(ParkedItem item) {
        return parked.release(sink, key).flatMap(released -> released ? released(item) : notReleased());
    }

    /** Something has arrived meanwhile; but twice with nothing to be found between is for another round, after its pause. */
    private Mono<Void> notReleased() {
        return Mono.fromRunnable(() -> {
            over = appliedBefore == applied;
            appliedBefore = applied;
        });
    }

    private Mono<Void> released(ParkedItem item) {
        return record(item, Action.REDRIVEN, 0)
                .then(Mono.fromRunnable(() -> {
                    log.info("{}: {} is not parked any more", sink.sink(), key);
                    calls.listener().released(key);
                }))
                .then(end());
    }

    private Mono<Void> record(ParkedItem item, Action action, long after) {
        return parked.record(
                sink,
                new ParkingEntry(
                        now(),
                        RUNNER,
                        action,
                        key,
                        item.changes(),
                        after,
                        item.setback().cause()));
    }

    private Mono<Void> end() {
        return Mono.fromRunnable(() -> over = true);
    }

    private Instant now() {
        return Instant.ofEpochMilli(calls.scheduler().now(TimeUnit.MILLISECONDS));
    }
}
