/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import reactor.core.publisher.Mono;

/** Where changes go that a sink does not take. What fails here is tried again by the caller. */
interface Aside {

    /** Tells whether everything is known that {@link #mayHold} needs for what is delivered now. */
    boolean isReadyFor(Delivery delivery);

    /** Completes once everything is known that {@link #mayHold} needs for what is delivered now. */
    Mono<Void> prepareFor(Delivery delivery);

    /** Tells whether changes of the item may have been put here; false is certain. */
    boolean mayHold(ItemKey key);

    /** Keeps a change if changes of its item are here that must come first; emits whether that was so. */
    Mono<Boolean> keepBehind(Delivery delivery, ChangeRecord change);

    /** Keeps a change that the sink does not take. */
    Mono<Void> put(Delivery delivery, ChangeRecord change, Throwable cause, int attempts);
}
