/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.function.Function;

/** How a publish ended well. The ways in which it ends badly are errors: see {@link CommandService}. */
public sealed interface PublishOutcome {

    /** The recorded command that stands for the item's state: the new one, or the one that already said the same. */
    RecordedCommand command();

    /** Which item. */
    default ItemKey key() {
        return command().key();
    }

    /** The version the item is at. */
    default Version version() {
        return command().version();
    }

    /** Returns what the function for this outcome gives. */
    <T> T fold(Function<? super Recorded, ? extends T> recorded, Function<? super Unchanged, ? extends T> unchanged);

    /**
     * The command is durable in the command table.
     *
     * @param command the row
     */
    record Recorded(RecordedCommand command) implements PublishOutcome {

        /** Refuses null. */
        public Recorded {
            requireNonNull(command, "command");
        }

        @Override
        public <T> T fold(
                Function<? super Recorded, ? extends T> recorded, Function<? super Unchanged, ? extends T> unchanged) {
            return recorded.apply(this);
        }
    }

    /**
     * The item, at the version expected, already looks like this; nothing was written.
     *
     * @param command the row that made it so
     */
    record Unchanged(RecordedCommand command) implements PublishOutcome {

        /** Refuses null. */
        public Unchanged {
            requireNonNull(command, "command");
        }

        @Override
        public <T> T fold(
                Function<? super Recorded, ? extends T> recorded, Function<? super Unchanged, ? extends T> unchanged) {
            return unchanged.apply(this);
        }
    }
}
