/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.change;

import static java.util.Objects.requireNonNull;

import dev.millrace.context.Origin;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;

/**
 * One recorded command on its way out. It carries the whole item, never a delta: whoever holds version n needs no
 * earlier one.
 *
 * @param state the item as this version leaves it
 * @param commandId the command that wrote this version
 * @param origin where that command came from
 */
public record ChangeRecord(ItemState state, CommandId commandId, Origin origin) {

    /** Refuses null. */
    public ChangeRecord {
        requireNonNull(state, "state");
        requireNonNull(commandId, "commandId");
        requireNonNull(origin, "origin");
    }

    /** Which item changed. */
    public ItemKey key() {
        return state.key();
    }

    /** Which version the change leads to. */
    public Version version() {
        return state.version();
    }

    /** Names the change, without what it holds. */
    @Override
    public String toString() {
        return "ChangeRecord[%s v%s]".formatted(key(), version());
    }
}
