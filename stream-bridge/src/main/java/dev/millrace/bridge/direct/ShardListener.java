/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;

/** Learns how far shards are that are being read. */
interface ShardListener {

    /** All of the shard is saved. */
    void ended(ShardId shard);

    /** That much is known of the shard now. */
    void noted(ShardId shard, ShardNote note);
}
