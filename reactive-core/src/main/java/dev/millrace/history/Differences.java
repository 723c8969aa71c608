/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import dev.millrace.item.ItemContent;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is different between two contents of an item. Maps are compared name by name, at every depth; any other value,
 * lists included, as a whole. Where a whole map came or went, its own path stands for all it holds.
 *
 * @param added the attributes that were not there before, in order
 * @param changed the attributes that have another value than before, in order
 * @param removed the attributes that are not there any more, in order
 * @param parts what else of the content is not as it was
 */
public record Differences(
        List<AttributePath> added, List<AttributePath> changed, List<AttributePath> removed, Set<Part> parts) {

    /** What an item holds beside its attributes. */
    public enum Part {
        /** Its name for people. */
        NAME,
        /** In which form its attributes are. */
        SCHEMA,
        /** Whether it counts as deleted. */
        DELETED,
        /** When it expires. */
        EXPIRY
    }

    /** Copies the collections. */
    public Differences {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        parts = Set.copyOf(parts);
    }

    /** Returns what is different in the second content. */
    public static Differences between(ItemContent before, ItemContent after) {
        AttributeComparison attributes = AttributeComparison.of(before.attributes(), after.attributes());
        return new Differences(attributes.added(), attributes.changed(), attributes.removed(), parts(before, after));
    }

    private static Set<Part> parts(ItemContent before, ItemContent after) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        addIf(!before.name().equals(after.name()), Part.NAME, parts);
        addIf(!before.schema().equals(after.schema()), Part.SCHEMA, parts);
        addIf(before.deleted() != after.deleted(), Part.DELETED, parts);
        addIf(!before.expiresAt().equals(after.expiresAt()), Part.EXPIRY, parts);
        return parts;
    }

    private static void addIf(boolean different, Part part, Set<Part> parts) {
        if (different) {
            parts.add(part);
        }
    }

    /** Tells whether the contents are the same. */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && parts.isEmpty();
    }

    /** Counts the differences, without naming them. */
    @Override
    public String toString() {
        return "Differences[+%d ~%d -%d, %s]".formatted(added.size(), changed.size(), removed.size(), parts);
    }
}
