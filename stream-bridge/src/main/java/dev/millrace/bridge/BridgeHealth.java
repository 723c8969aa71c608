/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How a worker of the bridge fares at one moment.
 *
 * @param running whether it runs, and has made progress, or had a while without trouble, since it last failed
 * @param shards the shards it reads
 */
public record BridgeHealth(boolean running, List<ShardHealth> shards) {

    /** Copies the list. */
    public BridgeHealth {
        shards = List.copyOf(requireNonNull(shards, "shards"));
    }

    /** Whether nothing is the matter: it runs, and all its shards flow. A worker without a shard is well. */
    public boolean isUp() {
        return running && shards.stream().allMatch(shard -> shard.state() == ShardHealth.State.FLOWING);
    }

    /** The largest lag of its shards; zero without a shard. */
    public Duration lag() {
        return shards.stream()
                .map(ShardHealth::lag)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
