/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.KeptBehind;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Unparked;
import dev.millrace.chaos.history.Fact;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A table of parked changes that is watched. */
public record WatchedParkedChanges(ParkedChanges parked, Watch watch) implements ParkedChanges {

    @Override
    public Mono<Void> park(SinkId sink, ChangeRecord change, Setback setback) {
        Mono<Void> parking = parked.park(sink, change, setback)
                .doOnSuccess(done -> watch.see(new Parked(
                        sink.sink().text(), Fact.of(change), setback.cause(), setback.attempts(), setback.source())));
        return watch.behind(
                CrashPoint.RUNNER_BEFORE_PARK, () -> watch.before(CrashPoint.RUNNER_PARKED_UNHEARD, parking));
    }

    @Override
    public Mono<Boolean> keepBehind(SinkId sink, ChangeRecord change) {
        Mono<Boolean> keeping = parked.keepBehind(sink, change).doOnNext(kept -> {
            if (kept) {
                watch.see(new KeptBehind(sink.sink().text(), Fact.of(change)));
            }
        });
        return keeping.flatMap(
                kept -> kept ? watch.before(CrashPoint.RUNNER_KEPT_UNHEARD, Mono.just(true)) : Mono.just(false));
    }

    @Override
    public Flux<ItemKey> keys(SinkId sink) {
        return parked.keys(sink);
    }

    @Override
    public Flux<ParkedItem> list(SinkId sink, ParkedScope scope, ItemKey after) {
        return parked.list(sink, scope, after);
    }

    @Override
    public Flux<ChangeRecord> changes(SinkId sink, ItemKey key) {
        return parked.changes(sink, key);
    }

    @Override
    public Mono<Boolean> askRedrive(SinkId sink, ParkingEntry entry) {
        return parked.askRedrive(sink, entry);
    }

    @Override
    public Flux<ItemKey> asked(SinkId sink, int limit) {
        return parked.asked(sink, limit);
    }

    @Override
    public Mono<Boolean> claim(SinkId sink, ItemKey key, String claimant, Instant now, Instant until) {
        return watch.before(CrashPoint.RUNNER_REDRIVE_CLAIMED, parked.claim(sink, key, claimant, now, until));
    }

    @Override
    public Mono<Void> drop(SinkId sink, ItemKey key, Version version) {
        Fact fact = new Fact(key.id(), version.value());
        Mono<Void> dropping = parked.drop(sink, key, version)
                .doOnSuccess(done -> watch.see(new Unparked(sink.sink().text(), fact)));
        return watch.behind(
                CrashPoint.RUNNER_REDRIVE_BEFORE_DROP,
                () -> watch.before(CrashPoint.RUNNER_REDRIVE_DROPPED_UNHEARD, dropping));
    }

    @Override
    public Mono<Boolean> release(SinkId sink, ItemKey key) {
        return watch.behind(
                CrashPoint.RUNNER_REDRIVE_BEFORE_RELEASE,
                () -> watch.before(CrashPoint.RUNNER_REDRIVE_RELEASED_UNHEARD, parked.release(sink, key)));
    }

    @Override
    public Mono<Void> setBack(SinkId sink, ItemKey key, Setback setback) {
        return parked.setBack(sink, key, setback);
    }

    @Override
    public Mono<Void> record(SinkId sink, ParkingEntry entry) {
        return parked.record(sink, entry);
    }

    @Override
    public Flux<ParkingEntry> entries(SinkId sink, Tenant tenant) {
        return parked.entries(sink, tenant);
    }
}
