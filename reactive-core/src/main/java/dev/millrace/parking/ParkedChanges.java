/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The port to where changes are parked: per sink and item, in the order of versions, with what is known of the first
 * failure. An item is parked from {@link #park} until {@link #release} says that it is not.
 *
 * <p>Every write is one atomic step and may be repeated without a further effect, so that whoever crashed between two
 * steps, or got no answer to one, begins again. Reads see all writes that were answered before. A store that cannot be
 * reached fails with {@link dev.millrace.StoreUnavailableException}. Nothing happens before subscription.
 */
public interface ParkedChanges {

    /**
     * Keeps a change and parks its item, if it is not parked already. Completes once that is durable. The change of a
     * parked item joins the others, and its setback is not kept.
     *
     * <p>Fails with {@link dev.millrace.item.InvalidValueException} for a change that is too large to be kept, which none
     * is that came from a command table.
     */
    Mono<Void> park(SinkId sink, ChangeRecord change, Setback setback);

    /**
     * Keeps a change if its item is parked, and emits true once that is durable; else keeps nothing and emits false. Fails
     * like {@link #park}.
     */
    Mono<Boolean> keepBehind(SinkId sink, ChangeRecord change);

    /** Emits the keys of all items parked for a sink, in any order; pages are read as the subscriber asks for more. */
    Flux<ItemKey> keys(SinkId sink);

    /**
     * Emits parked items, those of one tenant together; pages are read as the subscriber asks for more.
     *
     * @param after the last item of an earlier listing in the same scope, parked still or not; null to begin
     */
    Flux<ParkedItem> list(SinkId sink, ParkedScope scope, @Nullable ItemKey after);

    /** Emits an item's changes from the lowest version to the highest, a few at a time as the subscriber asks for more. */
    Flux<ChangeRecord> changes(SinkId sink, ItemKey key);

    /**
     * Asks that a parked item's changes be applied, and keeps the entry with it. Emits whether the item is parked; if not,
     * nothing is kept.
     */
    Mono<Boolean> askRedrive(SinkId sink, ParkingEntry entry);

    /** Emits the keys of items for which a redrive was asked for and is not over; at most so many, the same ones first. */
    Flux<ItemKey> asked(SinkId sink, int limit);

    /**
     * Claims a parked item for one redrive until a moment, or prolongs that claim. Emits whether it is the claimant's now;
     * it is not when somebody else's claim has not ended, or when the item is not parked.
     */
    Mono<Boolean> claim(SinkId sink, ItemKey key, String claimant, Instant now, Instant until);

    /** Removes one change of an item, which stays parked. Completes once it is gone, or if it was not there. */
    Mono<Void> drop(SinkId sink, ItemKey key, Version version);

    /** Ends the parking of an item without changes, and its redrive. Emits false if there are changes, else true. */
    Mono<Boolean> release(SinkId sink, ItemKey key);

    /** Ends the redrive of an item and keeps what has stopped it. Completes also if the item is not parked. */
    Mono<Void> setBack(SinkId sink, ItemKey key, Setback setback);

    /** Keeps an entry. Completes once that is durable. */
    Mono<Void> record(SinkId sink, ParkingEntry entry);

    /** Emits what was done about a tenant's items, oldest first; pages are read as the subscriber asks for more. */
    Flux<ParkingEntry> entries(SinkId sink, Tenant tenant);
}
