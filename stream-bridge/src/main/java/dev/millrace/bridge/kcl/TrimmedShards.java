/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.ShardId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards that have lost records and whose subscribers do not know yet. */
final class TrimmedShards implements TrimListener {

    private static final Logger log = LoggerFactory.getLogger(TrimmedShards.class);

    private final Set<ShardId> shards = ConcurrentHashMap.newKeySet();

    @Override
    public void trimmed(ShardId shard, RuntimeException cause) {
        if (shards.add(shard)) {
            log.warn("shard {} has lost records: {}", shard, cause.getMessage());
        }
    }

    /** Tells whether a shard is one of them, once. */
    boolean take(ShardId shard) {
        return shards.remove(shard);
    }
}
