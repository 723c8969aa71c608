/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at the shards of a worker from time to time: raises alarms, notes how far they are, and notices who is stuck. */
final class Watch {

    private static final int LOOKS_PER_PATIENCE = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);
    private static final int NOTES_AT_ONCE = 16;

    private final Progress progress;
    private final WatchOptions options;
    private final Duration slack;
    private final BridgeEvents events;
    private final Map<ShardId, Duration> alarmed = new HashMap<>();
    private final Set<ShardId> restarted = new HashSet<>();
    private Instant noted = Instant.EPOCH;

    /** Creates a watch. What is noted as carried allows for changes that come out of the stream late, by that slack. */
    Watch(Progress progress, WatchOptions options, Duration slack, BridgeEvents events) {
        this.progress = progress;
        this.options = options;
        this.slack = slack;
        this.events = events;
    }

    /** Emits nothing; fails with {@link StuckException} the first time that a shard is stuck. */
    Flux<SequenceNumber> run() {
        Duration part = options.stuckAfter().dividedBy(LOOKS_PER_PATIENCE);
        return Flux.interval(part.compareTo(LONGEST_PAUSE) < 0 ? part : LONGEST_PAUSE)
                .onBackpressureDrop()
                .concatMap(tick -> look(), 1);
    }

    private Mono<SequenceNumber> look() {
        return Mono.defer(() -> {
            Instant now = progress.now();
            progress.forEach((feed, shard) -> raiseAlarm(feed.shard(), shard.lag(now)));
            StuckException stuck = findStuck(now);
            return stuck == null ? note(now) : Mono.error(stuck);
        });
    }

    private void raiseAlarm(ShardId shard, Duration lag) {
        List<Duration> reached = options.alarms().stream()
                .filter(alarm -> lag.compareTo(alarm) >= 0)
                .toList();
        Duration highest = reached.isEmpty() ? Duration.ZERO : reached.get(reached.size() - 1);
        Duration before = alarmed.getOrDefault(shard, Duration.ZERO);
        if (highest.compareTo(before) > 0) {
            events.retentionAlarm(shard, lag, highest);
        }
        alarmed.put(shard, highest);
    }

    /** A shard that is stuck again after a restart is only reported: what one restart does not mend, two will not. */
    private @Nullable StuckException findStuck(Instant now) {
        Map<ShardId, Duration> stuck = new HashMap<>();
        progress.forEach((feed, shard) -> {
            Duration idle = shard.idleFor(now);
            if (idle.compareTo(options.stuckAfter()) >= 0) {
                stuck.put(feed.shard(), idle);
            } else if (shard.hasMoved()) {
                restarted.remove(feed.shard());
            }
        });
        for (Map.Entry<ShardId, Duration> found : stuck.entrySet()) {
            if (restarted.add(found.getKey())) {
                events.stuck(found.getKey(), found.getValue());
                return new StuckException(found.getKey(), found.getValue());
            }
        }
        return null;
    }

    private Mono<Void> note(ShardFeed feed, ShardProgress shard) {
        return shard.carriedUpTo()
                .flatMap(moment -> feed.checkpointer().note(moment.minus(slack)))
                .onErrorComplete(); // the next note says it too
    }

    private Mono<SequenceNumber> note(Instant now) {
        if (now.isBefore(noted.plus(BETWEEN_NOTES))) {
            return Mono.empty();
        }
        noted = now;
        List<Mono<Void>> notes = new ArrayList<>();
        progress.forEach((feed, shard) -> notes.add(note(feed, shard)));
        return Flux.fromIterable(notes).flatMap(note -> note, NOTES_AT_ONCE).then(Mono.empty());
    }
}
