/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.data.DataItem;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;

/**
 * A command that became true: an immutable row of the command table. It holds the item whole, as this version left it.
 *
 * @param state the item as this version leaves it
 * @param id the command's own id
 * @param origin where the command came from
 */
public record RecordedCommand(ItemState state, CommandId id, Origin origin) {

    /** Refuses null. */
    public RecordedCommand {
        requireNonNull(state, "state");
        requireNonNull(id, "id");
        requireNonNull(origin, "origin");
    }

    /** Which item it changed. */
    public ItemKey key() {
        return state.key();
    }

    /** Which version it led to. */
    public Version version() {
        return state.version();
    }

    /** What the item holds since. */
    public ItemContent content() {
        return state.content();
    }

    /** The same fact, on its way to the read models. */
    public ChangeRecord toChange() {
        return new ChangeRecord(state, id, origin);
    }

    /** The same fact, as the data table shows it. */
    public DataItem toItem() {
        return new DataItem(state, id);
    }

    /** Names the command, without what it holds. */
    @Override
    public String toString() {
        return "RecordedCommand[%s, %s v%s]".formatted(id, key(), version());
    }
}
