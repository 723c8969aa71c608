/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import java.time.Clock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What people do about parked items: look at them, have them redriven, throw changes away.
 *
 * <p>The caller is the {@link dev.millrace.context.InvokeContext} of the subscriber's Reactor Context. Every method fails,
 * before any I/O, with {@link dev.millrace.context.MissingContextException} without one, and with
 * {@link dev.millrace.context.TenantViolationException} when the caller may not touch the items of the tenant, or of every
 * tenant, that it names. A store that cannot be reached fails with {@link dev.millrace.StoreUnavailableException}; all of
 * this may be tried again. Nothing happens before subscription; cancelling leaves whole items done or not done.
 */
public interface Parking {

    /** Returns the service over those parked changes. */
    static Parking over(ParkedChanges parked, TenantGuard guard, Clock clock) {
        return new GuardedParking(parked, guard, clock);
    }

    /** Emits parked items, those of one tenant together; pages are read as the subscriber asks for more. */
    Flux<ParkedItem> list(SinkId sink, ParkedScope scope);

    /** Emits those that {@link #list} emits after that item, which need not be parked any more. */
    Flux<ParkedItem> listAfter(SinkId sink, ParkedScope scope, ItemKey last);

    /** Emits the item, empty if it is not parked. */
    Mono<ParkedItem> get(SinkId sink, ItemKey key);

    /** Emits what is parked of an item, from the lowest version to the highest, as it came: large payloads as pointers. */
    Flux<ChangeRecord> changes(SinkId sink, ItemKey key);

    /**
     * Asks for the changes of these items to be applied. Emits how many items are now waiting for that.
     *
     * <p>A runner of the sink does it, in the order of versions, beside its other work and in the way in which it applies
     * any change; what arrives meanwhile follows. When none runs, it waits for one. A change that fails again ends the
     * item's redrive: it stays parked, with all that is behind it.
     */
    Mono<Long> redrive(SinkId sink, ParkedScope scope);

    /**
     * Throws away the changes of these items that are parked by now: the sink never sees them. What arrives meanwhile is
     * redriven. Emits how many items that concerned. Repeat it after a failure; what is gone stays gone.
     */
    Mono<Long> discard(SinkId sink, ParkedScope scope);

    /**
     * Throws away one change; the others of the item stay parked, for a redrive. Emits whether that version was
     * parked. When it was the last one, the item is not parked any more.
     */
    Mono<Boolean> discard(SinkId sink, ItemKey key, Version version);

    /** Emits what was done about a tenant's items, by whom and when, oldest first. */
    Flux<ParkingEntry> entries(SinkId sink, Tenant tenant);
}
