/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.SequenceNumber;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Where the notes of one shard are kept. */
interface ShardNotes {

    /** As {@link dev.millrace.bridge.Checkpointer#note}. */
    Mono<Void> note(Instant carriedUpTo);

    /** As {@link dev.millrace.bridge.Checkpointer#noteRepair}. */
    Mono<Void> noteRepair(SequenceNumber upTo);

    /** As {@link dev.millrace.bridge.Checkpointer#repairedUpTo}. */
    Mono<SequenceNumber> repairedUpTo();
}
