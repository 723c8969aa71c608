/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** How far the shards of a worker are. */
final class Progress {

    private final Clock clock;
    private final WatchOptions options;
    private final Map<ShardFeed, ShardProgress> shards = new ConcurrentHashMap<>();
    private volatile boolean running;
    private volatile Instant failedAt = Instant.MIN;

    Progress(Clock clock, WatchOptions options) {
        this.clock = clock;
        this.options = options;
    }

    ShardProgress begin(ShardFeed feed) {
        ShardProgress begun = new ShardProgress(clock);
        shards.put(feed, begun);
        return begun;
    }

    void end(ShardFeed feed, ShardProgress ended) {
        shards.remove(feed, ended);
    }

    /** The bridge begins, for the first time or after a failure. */
    void started() {
        running = true;
    }

    /** The bridge has ended, or begins again later. */
    void stopped() {
        running = false;
    }

    /** The bridge begins again because of a failure. */
    void failed() {
        failedAt = clock.instant();
    }

    /** A shard is saved or found empty: whatever had failed works again. */
    void settled() {
        failedAt = Instant.MIN;
    }

    void forEach(BiConsumer<ShardFeed, ShardProgress> shard) {
        shards.forEach(shard);
    }

    Instant now() {
        return clock.instant();
    }

    BridgeHealth health() {
        Instant now = clock.instant();
        var risk = options.alarms().isEmpty()
                ? WatchOptions.RETENTION
                : options.alarms().get(0);
        return new BridgeHealth(
                running && failedAt.isBefore(now.minus(options.stuckAfter())),
                shards.entrySet().stream()
                        .map(entry -> entry.getValue().health(entry.getKey().shard(), now, options.stuckAfter(), risk))
                        .sorted(Comparator.comparing(shard -> shard.shard().text()))
                        .toList());
    }
}
