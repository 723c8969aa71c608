/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import reactor.core.publisher.Mono;

/** The port to where deliveries go that a sink can never take: kept whole, with their cause, for people to look at. */
public interface DeadLetters {

    /**
     * Keeps a delivery. Completes once it is durable; putting it twice may keep it twice.
     *
     * <p>Fails when it could not be kept; the caller puts it again, and acknowledges nothing before that worked.
     *
     * @param delivery what the sink cannot take
     * @param cause why; its message may hold a payload and must not be kept unless it is Millrace's own
     * @param attempts how often it was tried, at least 1
     */
    Mono<Void> put(Delivery delivery, Throwable cause, int attempts);
}
