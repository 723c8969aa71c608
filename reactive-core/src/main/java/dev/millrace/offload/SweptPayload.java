/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static java.util.Objects.requireNonNull;

/**
 * A payload that no row points to.
 *
 * @param payload the payload
 * @param removed whether it is gone; not after a dry run, nor if it was put again in the meantime
 */
public record SweptPayload(StoredPayload payload, boolean removed) {

    /** Refuses null. */
    public SweptPayload {
        requireNonNull(payload, "payload");
    }
}
