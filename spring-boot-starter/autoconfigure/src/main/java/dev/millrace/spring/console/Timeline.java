/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.command.RecordedCommand;
import dev.millrace.history.AttributePath;
import dev.millrace.history.Differences;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Versions of an item, newest first.
 *
 * @param item its id
 * @param entries the versions
 * @param before older versions than this one may be asked for; 0 if there are none
 */
record Timeline(String item, List<Entry> entries, long before) {

    private static final int MOST_DIFFERENCES = 200;
    private static final ItemContent NOTHING = ItemContent.of("", Attributes.empty());

    /**
     * A version.
     *
     * @param version which one
     * @param at when it was written
     * @param by who wrote it
     * @param source which part of which system asked for it
     * @param requestId under which request
     * @param name the item's name
     * @param deleted whether it is deleted as of this version
     * @param parts what else than attributes is not as it was
     * @param differences the attributes that are not as they were, 200 at most
     * @param hidden how many more there are
     */
    record Entry(
            long version,
            Instant at,
            String by,
            String source,
            String requestId,
            String name,
            boolean deleted,
            Set<Differences.Part> parts,
            List<Difference> differences,
            int hidden) {

        /** The version beside the content before it. */
        static Entry of(RecordedCommand command, ItemContent before) {
            Differences differences = Differences.between(before, command.content());
            List<Difference> all = Difference.all(
                    differences, before.attributes(), command.content().attributes());
            return new Entry(
                    command.version().value(),
                    command.state().audit().updated().at(),
                    command.state().audit().updated().by(),
                    command.origin().source(),
                    command.origin().requestId(),
                    command.content().name(),
                    command.content().deleted(),
                    differences.parts(),
                    all.stream().limit(MOST_DIFFERENCES).toList(),
                    Math.max(0, all.size() - MOST_DIFFERENCES));
        }
    }

    /**
     * An attribute that is not as it was.
     *
     * @param path where it is
     * @param kind whether it came, went, or has another value
     * @param before its value before, as text; empty if it was not there
     * @param after its value now, as text; empty if it is not there
     */
    record Difference(String path, Kind kind, String before, String after) {

        static List<Difference> all(Differences differences, Attributes before, Attributes after) {
            Function<AttributePath, String> was = path -> ValueText.at(before, path);
            Function<AttributePath, String> is = path -> ValueText.at(after, path);
            List<Difference> all = new ArrayList<>();
            differences
                    .added()
                    .forEach(path -> all.add(new Difference(path.pointer(), Kind.ADDED, "", is.apply(path))));
            differences
                    .changed()
                    .forEach(path ->
                            all.add(new Difference(path.pointer(), Kind.CHANGED, was.apply(path), is.apply(path))));
            differences
                    .removed()
                    .forEach(path -> all.add(new Difference(path.pointer(), Kind.REMOVED, was.apply(path), "")));
            return all;
        }
    }

    /** What became of an attribute. */
    enum Kind {
        /** It came. */
        ADDED,
        /** It has another value. */
        CHANGED,
        /** It went. */
        REMOVED
    }

    /**
     * The timeline of some rows, in order of version. If there are rows before them, the first is there to compare the
     * next one with.
     */
    static Timeline of(String item, List<RecordedCommand> rows, boolean hasMore) {
        List<Entry> entries = new ArrayList<>();
        for (int row = hasMore ? 1 : 0; row < rows.size(); row++) {
            ItemContent before = row == 0 ? NOTHING : rows.get(row - 1).content();
            entries.add(0, Entry.of(rows.get(row), before));
        }
        long oldest = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).version();
        return new Timeline(item, entries, hasMore ? oldest : 0);
    }

    /** Says how many versions there are, and nothing of what they hold. */
    @Override
    public String toString() {
        return "Timeline[%s, %d versions]".formatted(item, entries.size());
    }
}
