/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The port to where it is kept what was done with sinks as a whole. A store that cannot be reached fails with
 * {@link dev.millrace.StoreUnavailableException}. Nothing happens before subscription.
 */
public interface SinkJournal {

    /** Keeps an entry. Completes once that is durable. */
    Mono<Void> record(SinkId sink, SinkEntry entry);

    /** Emits what was done with a sink, oldest first; pages are read as the subscriber asks for more. */
    Flux<SinkEntry> entries(SinkId sink);
}
