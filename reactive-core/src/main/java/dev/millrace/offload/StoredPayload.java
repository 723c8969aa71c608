/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A payload as its store lists it.
 *
 * @param location where it is, as in {@link PayloadPointer#location()}
 * @param writtenAt when it was last put, by the store's clock
 */
public record StoredPayload(String location, Instant writtenAt) {

    /** Refuses null. */
    public StoredPayload {
        requireNonNull(location, "location");
        requireNonNull(writtenAt, "writtenAt");
    }
}
