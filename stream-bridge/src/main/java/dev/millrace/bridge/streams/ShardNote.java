/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * What is noted of a shard beside its checkpoint, which does not tell how old it is.
 *
 * @param carriedUpTo all that was recorded before is carried; {@link Instant#EPOCH} if nothing is known
 * @param isOwed whether the stream never had all of what was recorded since, because it took the place of another one
 */
public record ShardNote(Instant carriedUpTo, boolean isOwed) {

    /** There is no note. */
    public static final ShardNote NONE = new ShardNote(Instant.EPOCH, false);

    /** What is older may be gone from the stream before it is read. */
    private static final Duration SAFE_AGE = Duration.ofHours(23);

    /** Refuses null. */
    public ShardNote {
        requireNonNull(carriedUpTo, "carriedUpTo");
    }

    /** Tells whether records are missing, however well the shard reads at that moment. */
    public boolean isOfLoss(Instant now) {
        return isOwed || (isKnown() && carriedUpTo.isBefore(now.minus(SAFE_AGE)));
    }

    /** Tells whether any moment is noted. */
    public boolean isKnown() {
        return !carriedUpTo.equals(Instant.EPOCH);
    }

    /** The note that promises less. */
    public ShardNote or(ShardNote other) {
        return new ShardNote(
                carriedUpTo.isBefore(other.carriedUpTo) ? carriedUpTo : other.carriedUpTo, isOwed || other.isOwed);
    }
}
