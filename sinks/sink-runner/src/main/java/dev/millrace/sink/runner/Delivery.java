/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;

/** One thing that a {@link ChangeSource} delivers: a change, or what cannot be read as one. */
public interface Delivery {

    /** Where it stands. */
    Position position();

    /** What it holds: the same whenever asked. Asked several times, so it must be cheap. */
    Content content();

    /**
     * In which tenure it was delivered: a number that grows whenever the source begins to read what somebody else may have
     * read before. By default there is only one.
     */
    default long tenure() {
        return 0;
    }

    /** How much memory it is taken to occupy while it is in flight, in bytes: its size as it travelled. */
    int bytes();

    /**
     * Tells the source that this delivery is dealt with and need not come again. Called in the order of delivery, once,
     * on any thread; must not block. When the source saves that is its own affair: see {@link ChangeSource#commit}.
     */
    void acknowledge();

    /** What a delivery holds. */
    sealed interface Content {}

    /**
     * A change.
     *
     * @param change the change
     */
    record Decoded(ChangeRecord change) implements Content {

        /** Refuses null. */
        public Decoded {
            requireNonNull(change, "change");
        }
    }

    /**
     * Something that is no change, or none of a kind this version knows.
     *
     * @param cause what is wrong with it
     */
    record Undecodable(Throwable cause) implements Content {

        /** Refuses null. */
        public Undecodable {
            requireNonNull(cause, "cause");
        }
    }
}
