/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.change.ChangeRecord;
import reactor.core.publisher.Mono;

/**
 * A publisher that outlives the bridges that use it one after the other: what a thread has used can be read only while it
 * lives.
 */
final class KeptPublisher implements AutoCloseable {

    private final ChangePublisher publisher;

    private KeptPublisher(ChangePublisher publisher) {
        this.publisher = publisher;
    }

    /** Opens a publisher with room for what a bridge has in flight at most, repairs included. */
    static KeptPublisher open(ChangePublisherFactory publishers) {
        int room = 2 * BridgeOptions.defaults().maxInFlight();
        return new KeptPublisher(publishers.open(room).blockOptional().orElseThrow());
    }

    ChangePublisherFactory factory() {
        return maxInFlight -> Mono.just(new Lent());
    }

    @Override
    public void close() {
        publisher.close().block();
    }

    private final class Lent implements ChangePublisher {

        @Override
        public Mono<Void> publish(ChangeRecord change) {
            return publisher.publish(change);
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return publisher.setAside(letter);
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }
}
