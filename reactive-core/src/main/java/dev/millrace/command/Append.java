/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

/**
 * A row to append, as part of a transaction.
 *
 * @param command the row
 * @param visible whether the item's row in the data table is set to the same state
 * @param once whether the row is withheld if a command with its id was ever appended once to its item; remembered for as
 *     long as the log is set to
 */
public record Append(RecordedCommand command, boolean visible, boolean once) {

    /** Refuses null. */
    public Append {
        requireNonNull(command, "command");
    }

    /** A row of the log and nothing else. */
    public static Append of(RecordedCommand command) {
        return new Append(command, false, false);
    }

    /** The same row, shown in the data table. */
    public Append visibly(boolean newVisible) {
        return new Append(command, newVisible, once);
    }

    /** The same row, for an id that counts once. */
    public Append once(boolean newOnce) {
        return new Append(command, visible, newOnce);
    }
}
