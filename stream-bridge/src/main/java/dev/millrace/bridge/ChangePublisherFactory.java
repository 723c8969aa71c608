/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import reactor.core.publisher.Mono;

/** Opens connections to where changes go. */
@FunctionalInterface
public interface ChangePublisherFactory {

    /**
     * Emits a new connection; each subscription opens one, which the subscriber closes.
     *
     * @param maxInFlight how many publications will be under way at once, at most
     */
    Mono<ChangePublisher> open(int maxInFlight);
}
