/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.item.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * The newest recorded command that this process has seen of each item, within a budget of bytes. Recorded commands never
 * change, so what it holds is true for ever; it may merely no longer be the newest.
 */
final class KnownCommands {

    private final @Nullable Cache<ItemKey, RecordedCommand> newest;

    private KnownCommands(@Nullable Cache<ItemKey, RecordedCommand> newest) {
        this.newest = newest;
    }

    /** Remembers within that many bytes; nothing at all within 0. */
    static KnownCommands within(long bytes) {
        return new KnownCommands(
                bytes == 0
                        ? null
                        : Caffeine.newBuilder()
                                .maximumWeight(bytes)
                                .weigher((ItemKey key, RecordedCommand command) -> Footprint.of(command))
                                .executor(Runnable::run) // eviction is cheap and must not wait for a pool
                                .build());
    }

    @Nullable
    RecordedCommand newest(ItemKey key) {
        return newest == null ? null : newest.getIfPresent(key);
    }

    void learn(RecordedCommand command) {
        if (newest != null) {
            newest.asMap().merge(command.key(), command, KnownCommands::later);
        }
    }

    private static RecordedCommand later(RecordedCommand known, RecordedCommand seen) {
        return known.version().isAfter(seen.version()) ? known : seen;
    }
}
