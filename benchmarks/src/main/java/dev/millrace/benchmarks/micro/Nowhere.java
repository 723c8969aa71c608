/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.micro;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.change.ChangeRecord;
import reactor.core.publisher.Mono;

/** Acknowledges everything at once and sends it nowhere, so that what leads to it is what is measured. */
public final class Nowhere implements ChangePublisher {

    /** Creates a publisher. */
    public Nowhere() {}

    @Override
    public Mono<Void> publish(ChangeRecord change) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> setAside(DeadLetter letter) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }
}
