/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.Origin;
import io.micrometer.observation.Observation;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.util.context.Context;

/** A publication that has begun and not ended. */
final class OpenPublication {

    /** Where Micrometer keeps the current observation in the Reactor Context. */
    static final String CURRENT = "micrometer.observation";

    private final PublishContext context;
    private final Observation observation;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenPublication(PublishContext context, Observation observation) {
        this.context = context;
        this.observation = observation;
    }

    void ended(String how) {
        context.ended(how);
    }

    void failed(Throwable cause) {
        context.ended(cause instanceof VersionConflictException ? "conflict" : "failed");
        observation.error(cause);
    }

    /** Ends the observation, once: a publication may be cancelled while it ends. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            observation.stop();
        }
    }

    /** The subscriber's context as the publication sees it: within this observation, and of its trace. */
    Context into(Context outer) {
        Context inner = outer.put(CURRENT, observation);
        String traceparent = context.traceparent();
        return traceparent.isEmpty() || !inner.hasKey(InvokeContext.class)
                ? inner
                : inner.put(InvokeContext.class, traced(inner.get(InvokeContext.class), traceparent));
    }

    private static InvokeContext traced(InvokeContext caller, String traceparent) {
        Origin origin = caller.origin();
        return caller.withOrigin(new Origin(origin.source(), origin.requestId(), traceparent));
    }
}
