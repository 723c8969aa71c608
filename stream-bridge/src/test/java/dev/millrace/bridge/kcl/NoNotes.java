/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.SequenceNumber;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Keeps nothing. */
record NoNotes() implements ShardNotes {

    @Override
    public Mono<Void> note(Instant carriedUpTo) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> noteRepair(SequenceNumber upTo) {
        return Mono.empty();
    }

    @Override
    public Mono<SequenceNumber> repairedUpTo() {
        return Mono.empty();
    }
}
