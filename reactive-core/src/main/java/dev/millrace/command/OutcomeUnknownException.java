/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.MillraceException;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * The write left, and no answer came back: the command may be recorded or not. {@link CommandService#resolve}
 * tells which; publishing the same command value again settles it.
 */
public final class OutcomeUnknownException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final transient ItemKey key;
    private final transient CommandId commandId;

    /** Creates the failure. */
    public OutcomeUnknownException(ItemKey key, CommandId commandId, @Nullable Throwable cause) {
        super("whether command %s of %s was recorded is not known".formatted(commandId, key), cause);
        this.key = key;
        this.commandId = commandId;
    }

    /** Which item. */
    public ItemKey key() {
        return key;
    }

    /** Which command. */
    public CommandId commandId() {
        return commandId;
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
