/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.Setback;
import java.time.Instant;

/**
 * An item that is parked.
 *
 * @param item its id
 * @param version the version that failed
 * @param cause how, in words that show no payload
 * @param attempts how often
 * @param changes how many of its changes are kept
 * @param parkedAt since when
 * @param redriving whether a redrive was asked for and is not over
 */
public record ParkedStatus(
        String item, long version, String cause, int attempts, long changes, Instant parkedAt, boolean redriving) {

    /** What is to be said of that item. */
    public static ParkedStatus of(ParkedItem parked) {
        Setback setback = parked.setback();
        return new ParkedStatus(
                parked.key().toString(),
                setback.version().value(),
                setback.cause(),
                setback.attempts(),
                parked.changes(),
                parked.parkedAt(),
                parked.redriving());
    }
}
