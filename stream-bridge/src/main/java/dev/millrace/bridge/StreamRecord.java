/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;

/** What a shard holds at one place. */
public sealed interface StreamRecord {

    /** The place; once everything up to here is acknowledged, it may be saved as a checkpoint. */
    SequenceNumber at();

    /** How much memory the record counts for while it is in flight, in bytes. */
    int bytes();

    /**
     * A recorded command.
     *
     * @param at the place
     * @param bytes the size of its image as the stream reports it
     * @param change what travels
     */
    record Changed(SequenceNumber at, int bytes, ChangeRecord change) implements StreamRecord {

        /** Refuses null. */
        public Changed {
            requireNonNull(at, "at");
            requireNonNull(change, "change");
        }
    }

    /**
     * A row that is no recorded command this library can read.
     *
     * @param letter what is known of it
     */
    record Undecodable(DeadLetter letter) implements StreamRecord {

        /** Refuses null. */
        public Undecodable {
            requireNonNull(letter, "letter");
        }

        @Override
        public SequenceNumber at() {
            return letter.at();
        }

        @Override
        public int bytes() {
            return 0;
        }
    }

    /**
     * A place without anything to publish: a row that expired, or the end of the shard.
     *
     * @param at the place
     */
    record Mark(SequenceNumber at) implements StreamRecord {

        /** Refuses null. */
        public Mark {
            requireNonNull(at, "at");
        }

        @Override
        public int bytes() {
            return 0;
        }
    }
}
