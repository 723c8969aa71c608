/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.ShardId;

/** Learns that a stream no longer holds what a shard would be read for next. */
@FunctionalInterface
interface TrimListener {

    void trimmed(ShardId shard, RuntimeException cause);
}
