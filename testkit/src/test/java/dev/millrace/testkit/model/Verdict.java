/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;

/** What an operation has to lead to. */
enum Verdict {
    /** A new row. */
    RECORDED_NOW(PublishOutcome.Recorded.class),
    /** The row that it led to before, and none since. */
    RECORDED_BEFORE(PublishOutcome.Recorded.class),
    /** No row, since it would change nothing. */
    UNCHANGED(PublishOutcome.Unchanged.class),
    /** No row, since the item is past the version it names. */
    CONFLICT(VersionConflictException.class),
    /** No row, since the item is not yet at the version it names. */
    NO_SUCH_VERSION(UnknownVersionException.class),
    /** No row, since there is none to work on. */
    NO_ITEM(ItemNotFoundException.class),
    /** It was recorded, and others came since: nothing is promised but that no answer is wrong. */
    ANY(Object.class);

    private final Class<?> answer;

    Verdict(Class<?> answer) {
        this.answer = answer;
    }

    boolean allows(Answer given, long newRows) {
        return this == ANY || (given.is(answer) && newRows == (this == RECORDED_NOW ? 1 : 0));
    }

    boolean isFailure() {
        return this == CONFLICT || this == NO_SUCH_VERSION || this == NO_ITEM;
    }
}
