/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.command.Command;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every item must look like in the end: the input, folded in the order of its lines. It is worked out from the
 * input alone, so that it can judge the road.
 */
final class ExpectedItems {

    private final Map<ItemKey, Expected> items = new HashMap<>();

    /**
     * What an item must look like.
     *
     * @param version its version
     * @param content its content
     */
    record Expected(Version version, ItemContent content) {}

    /** Takes in the next line and returns the command that makes it so. */
    synchronized Command expect(InputChange change) {
        Expected before = items.get(change.key());
        ItemContent content = ItemContent.of("", change.attributes()).withDeleted(change.deletes());
        items.put(change.key(), after(before, content));
        Command command = Command.of(
                change.key(),
                before == null ? ExpectedVersion.absent() : ExpectedVersion.exactly(before.version()),
                change.attributes());
        return change.deletes() ? command.deleting() : command;
    }

    private static Expected after(@Nullable Expected before, ItemContent content) {
        if (before == null) {
            return new Expected(Version.FIRST, content);
        }
        return before.content().equals(content)
                ? before
                : new Expected(before.version().next(), content);
    }

    synchronized int size() {
        return items.size();
    }

    /** The partitions the input speaks of. */
    synchronized Set<PartitionKey> partitions() {
        return items.keySet().stream().map(ItemKey::partition).collect(Collectors.toSet());
    }

    synchronized void forEach(BiConsumer<ItemKey, Expected> consumer) {
        items.forEach(consumer);
    }
}
