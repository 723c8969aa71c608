/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One version of one item, whole: what its recorded command, its change record and its row in a read model agree on.
 *
 * @param key which item
 * @param version which version of it, at least 1
 * @param content what it holds
 * @param audit who created it and who wrote this version
 * @param removableAt when its rows may be removed, in seconds: at the moment the content names, or else at one that a
 *     policy gave this version; {@link ItemContent#NEVER} if they stay
 */
public record ItemState(ItemKey key, Version version, ItemContent content, Audit audit, Instant removableAt) {

    /** Refuses version 0, which is no state; a moment that the content names comes before any other. */
    public ItemState {
        requireNonNull(key, "key");
        requireNonNull(audit, "audit");
        if (requireNonNull(version, "version").equals(Version.NONE)) {
            throw new InvalidValueException("version", "0", "is not the version of an item that exists");
        }
        removableAt = requireNonNull(content, "content").expires() ? content.expiresAt() : inSeconds(removableAt);
    }

    /** A state whose rows stay until the moment that its content names. */
    public ItemState(ItemKey key, Version version, ItemContent content, Audit audit) {
        this(key, version, content, audit, content.expiresAt());
    }

    private static Instant inSeconds(Instant moment) {
        return requireNonNull(moment, "removableAt").equals(ItemContent.NEVER)
                ? ItemContent.NEVER
                : moment.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Tells whether the other state had expired when the item was created to which this one belongs. Such an item has
     * begun again, whatever the versions are: its predecessor's rows may still be there, since DynamoDB takes its time to
     * remove them, but nobody is to see them any more.
     */
    public boolean isNewLifeAfter(ItemState other) {
        return audit.created().at().isAfter(other.audit.created().at())
                && !audit.updated().at().isBefore(other.removableAt);
    }

    /** Tells whether its rows may be removed some day. */
    public boolean isRemovable() {
        return !removableAt.equals(ItemContent.NEVER);
    }
}
