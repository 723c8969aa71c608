/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import java.time.Instant;

/** What a shard holds at one place. */
public sealed interface StreamRecord {

    /** The place; once everything up to here is acknowledged, it may be saved as a checkpoint if {@link #isPlace}. */
    SequenceNumber at();

    /** Tells whether the record has a place; some only say something about what surrounds them. */
    default boolean isPlace() {
        return !at().equals(SequenceNumber.NONE);
    }

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

    /**
     * Says that records that belong here are gone: the stream deleted them unread, or never had them because it took the
     * place of another one. Nothing after it is published before what is missing has been, from the command table.
     *
     * @param since all that was recorded before is carried; {@link Instant#EPOCH} if nothing is known
     */
    record Trimmed(Instant since) implements StreamRecord {

        /** Refuses null. */
        public Trimmed {
            requireNonNull(since, "since");
        }

        @Override
        public SequenceNumber at() {
            return SequenceNumber.NONE;
        }

        @Override
        public int bytes() {
            return 0;
        }
    }

    /**
     * Says that at some moment everything in the shard had been read. A source emits it as often as it likes, or never.
     *
     * @param when a moment, by this worker's clock
     */
    record CaughtUp(Instant when) implements StreamRecord {

        /** Refuses null. */
        public CaughtUp {
            requireNonNull(when, "when");
        }

        @Override
        public SequenceNumber at() {
            return SequenceNumber.NONE;
        }

        @Override
        public int bytes() {
            return 0;
        }
    }
}
