/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How fast a {@link StreamReader} reads.
 *
 * @param idle the pause before a shard is read again that has something to read now and then; none after a full page
 * @param maxIdle the longest such pause, for a shard that has had nothing for a while
 * @param maxPages how many pages may be on their way or not fully handed over, over all shards; a page is 1 MB at most
 */
public record ReadingOptions(Duration idle, Duration maxIdle, int maxPages) {

    /** Refuses null. */
    public ReadingOptions {
        requireNonNull(idle, "idle");
        requireNonNull(maxIdle, "maxIdle");
    }
}
