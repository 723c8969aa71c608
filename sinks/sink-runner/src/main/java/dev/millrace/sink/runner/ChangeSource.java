/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The port to where changes come from: a log that is read in order and delivers again what was not acknowledged. */
public interface ChangeSource {

    /**
     * Delivers, from behind what was acknowledged and saved, everything there is, then waits for more. All versions of
     * one item come in order, except that some may come again.
     *
     * <ul>
     *   <li><b>Fails</b> only when reading again cannot help; outages are the source's own affair.
     *   <li><b>Cancelling</b> lets go of the log; acknowledgements given so far are saved then, without a promise.
     *   <li><b>Backpressure</b>: nothing is delivered that was not requested, and what is read ahead is bounded.
     *   <li><b>Threads</b>: a thread that belongs to nobody's I/O.
     * </ul>
     */
    Flux<Delivery> deliveries();

    /**
     * Saves what the current subscriber of {@link #deliveries} has acknowledged so far. Completes once that is durable;
     * fails when it cannot be made so, and then the deliveries come again. By default there is nothing left to save.
     */
    default Mono<Void> commit() {
        return Mono.empty();
    }
}
