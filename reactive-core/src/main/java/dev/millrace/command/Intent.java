/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.Origin;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import java.util.function.UnaryOperator;

/**
 * What commands, patches and duplicates have in common: a step from an item's content to its next content.
 *
 * @param idempotent whether the id is the caller's idempotency key
 * @param kind which of them it is
 * @param step gives the next content
 */
record Intent(
        CommandId id,
        ItemKey key,
        ExpectedVersion expected,
        boolean idempotent,
        Kind kind,
        UnaryOperator<ItemContent> step) {

    private static final String DUPLICATED = "duplicated";

    enum Kind {
        /** Sets the content, whatever was there. */
        SET,
        /** Changes the content of an item that must be there. */
        PATCH,
        /** Records the content again, though it changes nothing. */
        DUPLICATE
    }

    static Intent of(Command command) {
        return new Intent(
                command.id(),
                command.key(),
                command.expected(),
                command.idempotent(),
                Kind.SET,
                base -> command.content());
    }

    static Intent of(CommandPatch patch) {
        return new Intent(patch.id(), patch.key(), patch.expected(), patch.idempotent(), Kind.PATCH, patch::applyTo);
    }

    static Intent duplicating(ItemKey key, ExpectedVersion expected) {
        if (expected == ExpectedVersion.absent()) {
            throw new InvalidValueException("expected version", "0", "leaves nothing to duplicate");
        }
        return new Intent(CommandId.random(), key, expected, false, Kind.DUPLICATE, UnaryOperator.identity());
    }

    boolean isOf(RecordedCommand recorded) {
        return id.equals(recorded.id());
    }

    boolean needsItem() {
        return kind != Kind.SET;
    }

    /** Tells whether there is anything to record. */
    boolean changes(ItemContent content) {
        return kind == Kind.DUPLICATE || !step.apply(content).equals(content);
    }

    /**
     * Tells whether the log has to remember the id: with a version named, the row that has the next version tells whose
     * it is; but the latest version moves on.
     */
    boolean countsOnce() {
        return idempotent && expectsLatest();
    }

    boolean expectsLatest() {
        return expected == ExpectedVersion.latest();
    }

    Origin origin(InvokeContext caller) {
        Origin origin = caller.origin();
        return kind == Kind.DUPLICATE ? new Origin(DUPLICATED, origin.requestId(), origin.traceparent()) : origin;
    }
}
