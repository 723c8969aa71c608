/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import reactor.core.publisher.Mono;

/** The port to where notifications go. Safe for concurrent use. */
@FunctionalInterface
public interface Notifier {

    /**
     * Sends a notification; completes once the service has taken it. Nothing happens before subscription.
     *
     * <p>Fails when the service did not take it, or when that is not known; sending it again may send it twice. Cancelling
     * leaves it sent or not.
     */
    Mono<Void> send(Notification notification);
}
