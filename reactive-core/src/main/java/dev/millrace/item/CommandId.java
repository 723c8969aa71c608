/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Names one command for ever: its row, its change record, and the answer to "was it mine?" after a lost response.
 *
 * @param text 1 to 128 visible characters
 */
public record CommandId(String text) {

    private static final int LONGEST = 128;

    /** Validates the text; fails with {@link InvalidValueException}. */
    public CommandId {
        KeyRules.requireVisible("command id", requireNonNull(text, "text"));
        KeyRules.requireAtMost(LONGEST, "command id", text);
    }

    /** Returns an id that no other command has. */
    public static CommandId random() {
        return new CommandId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
