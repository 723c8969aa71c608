/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.RecordedCommand;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;

/**
 * One version of an item beside the one before it: who wrote it, when and from where, and what became different.
 *
 * @param command the recorded command that led to it
 * @param differences what it changed
 */
public record Revision(RecordedCommand command, Differences differences) {

    private static final ItemContent NOTHING = ItemContent.of("", Attributes.empty());

    /** Refuses null. */
    public Revision {
        requireNonNull(command, "command");
        requireNonNull(differences, "differences");
    }

    /** A version with none before it. */
    static Revision first(RecordedCommand command) {
        return new Revision(command, Differences.between(NOTHING, command.content()));
    }

    /** The next version, as it differs from this one. */
    Revision followedBy(Revision next) {
        return new Revision(
                next.command,
                Differences.between(command.content(), next.command().content()));
    }

    /** Which version it is. */
    public Version version() {
        return command.version();
    }

    /** Who wrote it, and when. */
    public Stamp written() {
        return command.state().audit().updated();
    }

    /** Which part of which system asked for it. */
    public Origin origin() {
        return command.origin();
    }

    /** Names the version, without what it holds. */
    @Override
    public String toString() {
        return "Revision[%s v%s]".formatted(command.key(), version());
    }
}
