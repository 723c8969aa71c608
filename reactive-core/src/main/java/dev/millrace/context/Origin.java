/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import static java.util.Objects.requireNonNull;

/**
 * Where a command came from; travels with it to every read model. Any of the three may be empty.
 *
 * @param source the place in the code or the system that asked, for example {@code [order]:OrderService.create}
 * @param requestId the id of the request that led to the command
 * @param traceparent the W3C trace context of that request
 */
public record Origin(String source, String requestId, String traceparent) {

    /** Nothing is known of where the command came from. */
    public static final Origin UNKNOWN = new Origin("", "", "");

    /** Refuses null. */
    public Origin {
        requireNonNull(source, "source");
        requireNonNull(requestId, "requestId");
        requireNonNull(traceparent, "traceparent");
    }
}
