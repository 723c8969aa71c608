/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedScope.OfItem;
import dev.millrace.parking.ParkedScope.OfTenant;
import dev.millrace.parking.ParkingEntry.Action;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link Parking} for callers that are checked first, with an entry for each item that something is done about. */
final class GuardedParking implements Parking {

    /** Items of one request that are worked on at once. */
    private static final int SIDE_BY_SIDE = 8;

    private final ParkedChanges parked;
    private final TenantGuard guard;
    private final Clock clock;

    GuardedParking(ParkedChanges parked, TenantGuard guard, Clock clock) {
        this.parked = requireNonNull(parked, "parked");
        this.guard = requireNonNull(guard, "guard");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Flux<ParkedItem> list(SinkId sink, ParkedScope scope) {
        return listFrom(sink, scope, null);
    }

    @Override
    public Flux<ParkedItem> listAfter(SinkId sink, ParkedScope scope, ItemKey last) {
        return listFrom(sink, scope, requireNonNull(last, "last"));
    }

    private Flux<ParkedItem> listFrom(SinkId sink, ParkedScope scope, @Nullable ItemKey after) {
        return callerFor(scope).flatMapMany(caller -> parked.list(sink, scope, after));
    }

    @Override
    public Mono<ParkedItem> get(SinkId sink, ItemKey key) {
        return list(sink, ParkedScope.item(key)).next();
    }

    @Override
    public Flux<ChangeRecord> changes(SinkId sink, ItemKey key) {
        return callerFor(ParkedScope.item(key)).flatMapMany(caller -> parked.changes(sink, key));
    }

    @Override
    public Mono<Long> redrive(SinkId sink, ParkedScope scope) {
        return callerFor(scope)
                .flatMapMany(caller ->
                        parked.list(sink, scope, null).flatMap(item -> askRedrive(sink, item, caller), SIDE_BY_SIDE, 1))
                .filter(Boolean::booleanValue)
                .count();
    }

    private Mono<Boolean> askRedrive(SinkId sink, ParkedItem item, InvokeContext caller) {
        return parked.askRedrive(sink, entry(item, Action.REDRIVE_ASKED, caller, item.changes()));
    }

    @Override
    public Mono<Long> discard(SinkId sink, ParkedScope scope) {
        return callerFor(scope)
                .flatMapMany(caller -> parked.list(sink, scope, null)
                        .flatMap(item -> discard(sink, item, caller).thenReturn(item), SIDE_BY_SIDE, 1))
                .count();
    }

    /** Written down first: an entry without its effect can be explained, an effect without its entry cannot. */
    private Mono<Void> discard(SinkId sink, ParkedItem item, InvokeContext caller) {
        return parked.record(sink, entry(item, Action.DISCARDED, caller, 0))
                .thenMany(Flux.defer(() -> parked.changes(sink, item.key()).take(item.changes())))
                .concatMap(change -> parked.drop(sink, item.key(), change.version()), 1)
                .then(Mono.defer(() -> parked.release(sink, item.key())))
                .filter(released -> !released)
                .flatMap(more -> askRedrive(sink, item, caller))
                .then();
    }

    @Override
    public Mono<Boolean> discard(SinkId sink, ItemKey key, Version version) {
        requireNonNull(version, "version");
        return callerFor(ParkedScope.item(key))
                .filterWhen(caller -> isParked(sink, key, version))
                .flatMap(caller -> parked.list(sink, ParkedScope.item(key), null)
                        .next()
                        .flatMap(item -> discard(sink, item, version, caller)))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> isParked(SinkId sink, ItemKey key, Version version) {
        return parked.changes(sink, key).any(change -> change.version().equals(version));
    }

    private Mono<Boolean> discard(SinkId sink, ParkedItem item, Version version, InvokeContext caller) {
        return parked.record(sink, entry(item, Action.DISCARDED, caller, item.changes() - 1))
                .then(Mono.defer(() -> parked.drop(sink, item.key(), version)))
                .then(Mono.defer(() -> parked.release(sink, item.key())))
                .thenReturn(true);
    }

    @Override
    public Flux<ParkingEntry> entries(SinkId sink, Tenant tenant) {
        return callerFor(ParkedScope.tenant(tenant)).flatMapMany(caller -> parked.entries(sink, tenant));
    }

    private Mono<InvokeContext> callerFor(ParkedScope scope) {
        requireNonNull(scope, "scope");
        return InvokeContext.current().doOnNext(caller -> check(caller, scope));
    }

    private void check(InvokeContext caller, ParkedScope scope) {
        if (scope instanceof OfItem one) {
            guard.check(caller, one.key().tenant());
        } else if (scope instanceof OfTenant own) {
            guard.check(caller, own.tenant());
        } else {
            guard.checkEveryTenant(caller);
        }
    }

    private ParkingEntry entry(ParkedItem item, Action action, InvokeContext caller, long after) {
        return new ParkingEntry(
                clock.instant(),
                caller.user().userId(),
                action,
                item.key(),
                item.changes(),
                after,
                item.setback().cause());
    }
}
