/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import java.util.function.UnaryOperator;

/**
 * What commands and patches have in common: a step from an item's content to its next content.
 *
 * @param needsItem whether there must be an item to start from
 * @param step gives the next content
 */
record Intent(CommandId id, ItemKey key, ExpectedVersion expected, boolean needsItem, UnaryOperator<ItemContent> step) {

    static Intent of(Command command) {
        return new Intent(command.id(), command.key(), command.expected(), false, base -> command.content());
    }

    static Intent of(CommandPatch patch) {
        return new Intent(patch.id(), patch.key(), patch.expected(), true, patch::applyTo);
    }

    boolean isOf(RecordedCommand recorded) {
        return id.equals(recorded.id());
    }
}
