/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.streams.ShardNote;
import java.util.Optional;

/**
 * What is kept of a shard.
 *
 * @param place up to where it was carried; empty if nothing of it was
 * @param note what is noted beside that
 */
record ShardRow(Optional<SequenceNumber> place, ShardNote note) {

    ShardRow {
        requireNonNull(place, "place");
        requireNonNull(note, "note");
    }

    boolean isEnded() {
        return place.filter(SequenceNumber.SHARD_END::equals).isPresent();
    }
}
