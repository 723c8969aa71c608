/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.SinkName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Without a table for parked changes: what a sink does not take is a dead letter, and later versions pass it. */
final class DeadLetterAside implements Aside {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);

    private final DeadLetters deadLetters;
    private final SinkName sink;
    private final SinkListener listener;

    DeadLetterAside(DeadLetters deadLetters, SinkName sink, SinkListener listener) {
        this.deadLetters = deadLetters;
        this.sink = sink;
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
        return put(delivery, cause, attempts);
    }

    /** Keeps a delivery, be it a change or not. */
    Mono<Void> put(Delivery delivery, Throwable cause, int attempts) {
        return Mono.defer(() -> deadLetters.put(delivery, cause, attempts))
                .doOnSuccess(done -> kept(delivery.position(), cause));
    }

    private void kept(Position position, Throwable cause) {
        log.warn(
                "{}: {} is a dead letter because of {}",
                sink,
                position,
                cause.getClass().getName());
        listener.deadLettered(position, cause);
    }
}
