/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import org.jspecify.annotations.Nullable;

/**
 * A record whose publication is acknowledged.
 *
 * @param record the record
 * @param item what is known of its item; null if it is no change
 */
record Carried(StreamRecord record, @Nullable Seen item) {

    static Carried of(StreamRecord record) {
        return new Carried(record, null);
    }

    /** All records before it in the shard are acknowledged, too. */
    void acknowledged() {
        if (item != null && record instanceof StreamRecord.Changed changed) {
            item.acknowledged(changed.change().version().value());
        }
    }
}
