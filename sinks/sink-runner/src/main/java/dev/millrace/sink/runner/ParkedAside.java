/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** With a table for parked changes: the item is parked, and its later versions are kept behind the one that failed. */
final class ParkedAside implements Aside {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);

    private final ParkedChanges parked;
    private final SinkId sink;
    private final KnownParked known;
    /** Where a change goes that no row can hold. */
    private final Aside tooLarge;

    private final SinkListener listener;
    private final Scheduler scheduler;

    ParkedAside(RunnerParking parking, SinkId sink, Aside tooLarge, SinkListener listener, Scheduler scheduler) {
        this.parked = parking.parked();
        this.sink = sink;
        this.known = new KnownParked(() -> parked.keys(sink), parking.options().refresh(), scheduler);
        this.tooLarge = tooLarge;
        this.listener = listener;
        this.scheduler = scheduler;
    }

    @Override
    public boolean isReadyFor(Delivery delivery) {
        return known.isCurrent(delivery.tenure());
    }

    @Override
    public Mono<Void> prepareFor(Delivery delivery) {
        return known.load(delivery.tenure());
    }

    @Override
    public boolean mayHold(ItemKey key) {
        return known.mayContain(key);
    }

    @Override
    public Mono<Boolean> keepBehind(Delivery delivery, ChangeRecord change) {
        return parked.keepBehind(sink, change)
                .doOnNext(kept -> told(kept, delivery, change))
                .onErrorResume(InvalidValueException.class, refused -> tooLarge.put(delivery, change, refused, 1)
                        .thenReturn(true));
    }

    private void told(boolean kept, Delivery delivery, ChangeRecord change) {
        if (kept) {
            listener.keptBehind(change, delivery.position());
        }
    }

    @Override
    public Mono<Void> put(Delivery delivery, ChangeRecord change, Throwable cause, int attempts) {
        Setback setback = Setback.by(
                cause, change.version(), attempts, delivery.position().toString(), now());
        return parked.park(sink, change, setback)
                .doOnSuccess(done -> parked(delivery, change, cause))
                .onErrorResume(InvalidValueException.class, refused -> tooLarge.put(delivery, change, cause, attempts));
    }

    private void parked(Delivery delivery, ChangeRecord change, Throwable cause) {
        known.add(change.key());
        log.warn(
                "{}: {} is parked at version {} because of {}",
                sink.sink(),
                change.key(),
                change.version(),
                cause.getClass().getName());
        listener.parked(change, delivery.position(), cause);
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }
}
