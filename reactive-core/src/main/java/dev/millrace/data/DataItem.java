/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;

/**
 * An item as a query sees it: its latest state in the data table.
 *
 * @param state the item, whole
 * @param commandId the command that led to this state
 */
public record DataItem(ItemState state, CommandId commandId) {

    /** Refuses null. */
    public DataItem {
        requireNonNull(state, "state");
        requireNonNull(commandId, "commandId");
    }

    /** Which item it is. */
    public ItemKey key() {
        return state.key();
    }

    /** Which version of it this is: what the next command names as expected version. */
    public Version version() {
        return state.version();
    }

    /** Its name for people; may be empty. */
    public String name() {
        return state.content().name();
    }

    /** Its payload. */
    public Attributes attributes() {
        return state.content().attributes();
    }

    /** Whether it counts as deleted. */
    public boolean deleted() {
        return state.content().deleted();
    }

    /** Who created it, and who wrote this version. */
    public Audit audit() {
        return state.audit();
    }

    /** Names the item, without what it holds. */
    @Override
    public String toString() {
        return "DataItem[%s v%s]".formatted(key(), version());
    }
}
