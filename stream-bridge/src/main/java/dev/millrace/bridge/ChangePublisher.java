/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import reactor.core.publisher.Mono;

/**
 * Where changes go. Changes of one item arrive there in the order in which their publications are subscribed to.
 *
 * <p>Safe for concurrent use. After one publication failed with {@link PublishingFailedException} all others do: close
 * it, open a new one, and begin again at the last checkpoint.
 */
public interface ChangePublisher {

    /**
     * Publishes a change; completes once it is safe from the loss of a broker.
     *
     * <ul>
     *   <li><b>Fails</b> with {@link PublishingFailedException} when it is not known whether the change arrived, and
     *       with {@link UnpublishableChangeException} when this change can never be published.
     *   <li><b>Cancelling</b> does not call a change back that is on its way.
     * </ul>
     */
    Mono<Void> publish(ChangeRecord change);

    /** Puts a change aside that cannot travel; completes and fails as {@link #publish} does. */
    Mono<Void> setAside(DeadLetter letter);

    /** Closes the connection; publications under way fail. Completes when everything is released. */
    Mono<Void> close();
}
