/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.StreamRecord.CaughtUp;
import dev.millrace.bridge.StreamRecord.Changed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How far one shard is, for those who watch it from other threads. */
final class ShardProgress {

    private final Clock clock;

    /** Everything recorded before is carried; unknown before anything is carried in this run. */
    private @Nullable Instant carriedUpTo;

    /** No change is known to be older that is not carried. */
    private Instant oldest;

    private boolean readAnything;
    private boolean tellsWhenCaughtUp;
    private long read;
    private long carried;
    private long moves;
    private int repairs;
    private Instant savedAt = Instant.EPOCH;
    private SequenceNumber saved = SequenceNumber.NONE;

    /** What the watch has seen of it last. */
    private long movesSeen;

    private Instant movedAt;

    ShardProgress(Clock clock) {
        this.clock = clock;
        this.oldest = clock.instant();
        this.movedAt = oldest;
    }

    synchronized void read(StreamRecord record) {
        read++;
        if (!readAnything && record instanceof Changed first) {
            readAnything = true;
            oldest = earlier(recordedAt(first), oldest);
        }
    }

    synchronized void carried(StreamRecord record) {
        carried++;
        moves++;
        if (record instanceof Changed changed) {
            carriedUpTo(recordedAt(changed));
        } else if (record instanceof CaughtUp caughtUp) {
            tellsWhenCaughtUp = true;
            carriedUpTo(caughtUp.when());
        }
    }

    private void carriedUpTo(Instant moment) {
        oldest = carriedUpTo == null ? moment : later(moment, oldest);
        carriedUpTo = oldest;
    }

    synchronized void saved(SequenceNumber upTo) {
        moves++;
        saved = upTo;
        savedAt = clock.instant();
    }

    /** A repair lasts as long as the table is large; that is not being stuck. */
    Mono<Void> whileRepairing(Mono<Void> repair) {
        return Mono.using(() -> repairing(1), started -> repair, ended -> repairing(-1));
    }

    private synchronized int repairing(int more) {
        moves++;
        repairs += more;
        return repairs;
    }

    /** Emits a moment before which everything recorded is carried; empty while none is known. */
    Mono<Instant> carriedUpTo() {
        synchronized (this) {
            return Mono.justOrEmpty(carriedUpTo);
        }
    }

    /** How old the oldest change may be that is not carried. */
    synchronized Duration lag(Instant now) {
        if (read == carried && !tellsWhenCaughtUp) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(oldest, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** For how long the shard has had something to do and done nothing. To be asked from time to time. */
    synchronized Duration idleFor(Instant now) {
        boolean hasNothingToDo = repairs > 0 || (read == carried && !tellsWhenCaughtUp);
        if (moves != movesSeen || hasNothingToDo) {
            movesSeen = moves;
            movedAt = now;
        }
        return Duration.between(movedAt, now);
    }

    synchronized boolean hasMoved() {
        return moves > 0;
    }

    synchronized ShardHealth health(ShardId shard, Instant now, Duration stuckAfter, Duration riskAfter) {
        Duration lag = lag(now);
        ShardHealth.State state = repairs > 0
                ? ShardHealth.State.REPAIRING
                : idleFor(now).compareTo(stuckAfter) >= 0
                        ? ShardHealth.State.STUCK
                        : lag.compareTo(riskAfter) >= 0 ? ShardHealth.State.AT_RISK : ShardHealth.State.FLOWING;
        return new ShardHealth(shard, state, lag, read - carried, saved, savedAt);
    }

    private static Instant recordedAt(Changed changed) {
        return changed.change().state().audit().updated().at();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
