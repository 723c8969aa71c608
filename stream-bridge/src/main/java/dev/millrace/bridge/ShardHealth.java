/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * How one shard fares on this worker.
 *
 * @param shard which shard
 * @param state what is the matter with it
 * @param lag how old the oldest change may be that is not on the topic yet, by the clocks of those who recorded it; about
 *     the time since the last look into the shard when there is nothing to carry
 * @param inFlight how many records were read and are not acknowledged
 * @param saved the last checkpoint of this run; its text is {@code NONE} before the first one
 * @param savedAt when it was saved; {@link Instant#EPOCH} before the first one
 */
public record ShardHealth(
        ShardId shard, State state, Duration lag, long inFlight, SequenceNumber saved, Instant savedAt) {

    /** What is the matter with a shard. */
    public enum State {
        /** Nothing. */
        FLOWING,
        /** Its lag has passed the first alarm: the stream forgets after 24 h. */
        AT_RISK,
        /** It has something to do and makes no progress. */
        STUCK,
        /** The stream has lost records of it, which are being published from the command table. */
        REPAIRING
    }

    /** Refuses null. */
    public ShardHealth {
        requireNonNull(shard, "shard");
        requireNonNull(state, "state");
        requireNonNull(lag, "lag");
        requireNonNull(saved, "saved");
        requireNonNull(savedAt, "savedAt");
    }
}
