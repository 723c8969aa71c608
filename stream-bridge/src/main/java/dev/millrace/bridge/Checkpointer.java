/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Remembers how far a shard has been carried, so that whoever reads it next begins there. */
public interface Checkpointer {

    /**
     * Saves that everything up to and including this place is acknowledged. Durable on completion.
     *
     * <p>Saving {@link SequenceNumber#SHARD_END} says that the whole shard is: only then may its child shards be read.
     * The caller saves one place at a time, in the order of the shard.
     *
     * <ul>
     *   <li><b>Fails</b> with {@link LeaseLostException} when this worker may no longer save; the place stays where it
     *       was. What is transient is tried again inside, for as long as the lease holds.
     *   <li><b>Cancelling</b> leaves the place saved or not.
     * </ul>
     */
    Mono<Void> save(SequenceNumber upTo);

    /**
     * Notes beside the checkpoint that all of the shard that was recorded before that moment is acknowledged, so that a
     * later worker can tell what a stream that lost records owes it. Nothing is owed from then on.
     *
     * <p>Called about once a minute, and after a repair with the moment since which that was due. A checkpointer that has no
     * place for it completes and does nothing, and so does one whose note fails for reasons that pass.
     */
    default Mono<Void> note(Instant carriedUpTo) {
        return Mono.empty();
    }

    /**
     * Notes how far the repair has come that the shard waits for, so that a later worker goes on there. Called every few
     * seconds; may do nothing or fail as {@link #note} may.
     */
    default Mono<Void> noteRepair(SequenceNumber upTo) {
        return Mono.empty();
    }

    /** Emits what {@link #noteRepair} noted last for the shard, by this worker or an earlier one; empty if nothing was. */
    default Mono<SequenceNumber> repairedUpTo() {
        return Mono.empty();
    }
}
