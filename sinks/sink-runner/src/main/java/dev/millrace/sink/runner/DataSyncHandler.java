/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import reactor.core.publisher.Mono;

/**
 * Code of the application that is called with every change of a module: to keep a table of its own, tell another system,
 * start a process. To be registered with {@link DataSyncSink#of} and run as a sink like any other.
 *
 * <p>An item's versions come one after the other and in order. Each is repeated until {@link #up} completes, and may come
 * again even after that, when a process ended before it could be acknowledged: what a handler does must not be harmed by
 * being done twice with the same version.
 */
public interface DataSyncHandler {

    /**
     * Names the handler, as in {@code rds} or {@code search}: 1 to 58 lower-case letters, digits and dashes. Fixed for its
     * life and unique within a module; its place on the topic is kept under it.
     */
    String type();

    /**
     * Does what the change asks for. Completes once that is done, durably.
     *
     * <p>Fails with a {@link dev.millrace.sink.RefusedChangeException} for a change that it can never take, which parks the
     * item; see {@link FailureKind} for what becomes of other failures. A null is a failure, too.
     */
    Mono<Void> up(ChangeRecord change);

    /**
     * Takes back what {@link #up} did for the change. Called by nobody but {@link DataSyncSink#rollBack}; by default it
     * fails with {@link UnsupportedOperationException}.
     */
    default Mono<Void> down(ChangeRecord change) {
        return Mono.error(() -> new UnsupportedOperationException(type() + " cannot be rolled back"));
    }
}
