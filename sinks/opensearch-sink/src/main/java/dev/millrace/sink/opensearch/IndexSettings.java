/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.Map;

/**
 * What an index is created with.
 *
 * @param shards how many shards; all items of a tenant are in one of them; default 1
 * @param replicas how many further copies of each shard; default 1
 * @param refreshInterval how long a change may take from the sink to queries; default 1 s
 */
public record IndexSettings(int shards, int replicas, Duration refreshInterval) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public IndexSettings {
        if (shards < 1) {
            throw new InvalidValueException("shards", Integer.toString(shards), "must be at least 1");
        }
        if (replicas < 0) {
            throw new InvalidValueException("replicas", Integer.toString(replicas), "must be at least 0");
        }
        if (requireNonNull(refreshInterval, "refreshInterval").toMillis() < 1) {
            throw new InvalidValueException("refreshInterval", refreshInterval.toString(), "must be at least 1 ms");
        }
    }

    /** The defaults. */
    public static IndexSettings defaults() {
        return new IndexSettings(1, 1, Duration.ofSeconds(1));
    }

    /** The same settings with another number of shards. */
    public IndexSettings withShards(int newShards) {
        return new IndexSettings(newShards, replicas, refreshInterval);
    }

    /** The same settings with another number of replicas; 0 is right for a single node. */
    public IndexSettings withReplicas(int newReplicas) {
        return new IndexSettings(shards, newReplicas, refreshInterval);
    }

    /** The same settings with another refresh interval. */
    public IndexSettings withRefreshInterval(Duration newRefreshInterval) {
        return new IndexSettings(shards, replicas, newRefreshInterval);
    }

    /** As OpenSearch names them. The interval is always named: without, an index that nobody asks does not refresh. */
    Map<String, Object> asMap() {
        return Map.of(
                "number_of_shards", shards,
                "number_of_replicas", replicas,
                "refresh_interval", refreshInterval.toMillis() + "ms");
    }
}
