/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import dev.millrace.parking.SinkEntry;
import dev.millrace.parking.SinkId;
import dev.millrace.parking.SinkJournal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Does nothing, successfully. */
final class NoopSinkJournal implements SinkJournal {

    @Override
    public Mono<Void> record(SinkId sink, SinkEntry entry) {
        return Mono.empty();
    }

    @Override
    public Flux<SinkEntry> entries(SinkId sink) {
        return Flux.empty();
    }
}
