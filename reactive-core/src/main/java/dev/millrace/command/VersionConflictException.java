/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.MillraceException;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;

/** The item was not in the expected state: another command was first. Nothing was written. */
public final class VersionConflictException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final transient ExpectedVersion expected;
    private final transient RecordedCommand winner;

    /** Creates the failure. */
    public VersionConflictException(ExpectedVersion expected, RecordedCommand winner) {
        super("%s is at version %s or later, expected %s".formatted(winner.key(), winner.version(), expected));
        this.expected = expected;
        this.winner = winner;
    }

    /** Which item. */
    public ItemKey key() {
        return winner.key();
    }

    /** The state that was expected. */
    public ExpectedVersion expected() {
        return expected;
    }

    /** A version the item has at least reached: the winner's. What the newest is, only reading tells. */
    public Version actual() {
        return winner.version();
    }

    /** The recorded command that stands where the caller's would have, or a later one. */
    public RecordedCommand winner() {
        return winner;
    }

    @Override
    public Retry retry() {
        return Retry.AFTER_READING;
    }
}
