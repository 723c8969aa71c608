/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import reactor.core.publisher.Mono;

/** Without a table for parked changes: what a sink does not take is a dead letter, and later versions pass it. */
final class DeadLetterAside implements Aside {

    private final DeadLetters deadLetters;
    private final SinkListener listener;

    DeadLetterAside(DeadLetters deadLetters, SinkListener listener) {
        this.deadLetters = deadLetters;
        this.listener = listener;
    }

    @Override
    public boolean isReadyFor(Delivery delivery) {
        return true;
    }

    @Override
    public Mono<Void> prepareFor(Delivery delivery) {
        return Mono.empty();
    }

    @Override
    public boolean mayHold(ItemKey key) {
        return false;
    }

    @Override
    public Mono<Boolean> keepBehind(Delivery delivery, ChangeRecord change) {
        return Mono.just(false);
    }

    @Override
    public Mono<Void> put(Delivery delivery, ChangeRecord change, Throwable cause, int attempts) {
        return deadLetters
                .put(delivery, cause, attempts)
                .doOnSuccess(done -> listener.deadLettered(delivery.position(), cause));
    }
}
