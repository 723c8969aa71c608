/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Clock;

/**
 * How a sink writes.
 *
 * @param maxRequestBytes how many bytes a request may have: a larger batch is sent in parts, one after the other, and a
 *     document that is larger alone is refused; must be below the server's {@code http.max_content_length}; default 8 MiB
 * @param refreshing whether queries see a batch as soon as it is answered, and not up to a refresh interval later; for tests
 *     and development, since it costs most of the throughput; default false
 * @param clock tells when a deletion was written, from which its purge counts; default the system's
 */
public record OpenSearchSinkOptions(int maxRequestBytes, boolean refreshing, Clock clock) {

    private static final int SMALLEST_REQUEST = 1024;
    private static final int DEFAULT_REQUEST = 8 << 20;

    /** Validates the number; fails with {@link InvalidValueException}. */
    public OpenSearchSinkOptions {
        if (maxRequestBytes < SMALLEST_REQUEST) {
            throw new InvalidValueException(
                    "maxRequestBytes", Integer.toString(maxRequestBytes), "must be at least " + SMALLEST_REQUEST);
        }
        requireNonNull(clock, "clock");
    }

    /** The defaults. */
    public static OpenSearchSinkOptions defaults() {
        return new OpenSearchSinkOptions(DEFAULT_REQUEST, false, Clock.systemUTC());
    }

    /** The same options with another bound for requests. */
    public OpenSearchSinkOptions withMaxRequestBytes(int newMaxRequestBytes) {
        return new OpenSearchSinkOptions(newMaxRequestBytes, refreshing, clock);
    }

    /** The same options, with batches visible at once or not. */
    public OpenSearchSinkOptions withRefreshing(boolean newRefreshing) {
        return new OpenSearchSinkOptions(maxRequestBytes, newRefreshing, clock);
    }

    /** The same options with another clock. */
    public OpenSearchSinkOptions withClock(Clock newClock) {
        return new OpenSearchSinkOptions(maxRequestBytes, refreshing, newClock);
    }
}
