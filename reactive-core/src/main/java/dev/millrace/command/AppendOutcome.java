/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

/** How an append to the command log ended. */
public sealed interface AppendOutcome {

    /** The row is durable. */
    static AppendOutcome appended() {
        return Appended.INSTANCE;
    }

    /** Another row has that version of the item; nothing was written. */
    static AppendOutcome taken(RecordedCommand winner) {
        return new Taken(winner);
    }

    /** The row is durable. */
    enum Appended implements AppendOutcome {
        /** The one value. */
        INSTANCE
    }

    /**
     * The version was taken.
     *
     * @param winner the row that has it; it may be the caller's own, from an attempt whose answer was lost
     */
    record Taken(RecordedCommand winner) implements AppendOutcome {

        /** Refuses null. */
        public Taken {
            requireNonNull(winner, "winner");
        }
    }
}
