/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Version;

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

    /** The command was appended once before, at that version of the item; nothing was written. */
    static AppendOutcome repeated(Version version) {
        return new Repeated(version);
    }

    /** The version is free, but another row of the same transaction could not be written, so none was. */
    static AppendOutcome withheld() {
        return Withheld.INSTANCE;
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

    /**
     * The command is there already.
     *
     * @param version the version of the item that it led to
     */
    record Repeated(Version version) implements AppendOutcome {

        /** Refuses null. */
        public Repeated {
            requireNonNull(version, "version");
        }
    }

    /** Nothing was written because of another row. */
    enum Withheld implements AppendOutcome {
        /** The one value. */
        INSTANCE
    }
}
