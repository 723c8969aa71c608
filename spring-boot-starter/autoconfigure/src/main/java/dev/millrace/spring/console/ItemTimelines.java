/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.spring.MillraceModule;
import java.util.List;
import reactor.core.publisher.Mono;

/** Reads items' versions from the newest down. The services see to it that the caller may read the item's tenant. */
final class ItemTimelines {

    private static final long PAGE = 20;

    private ItemTimelines() {}

    /** Emits the newest versions older than that one, or of all if it is 0. */
    static Mono<Timeline> read(MillraceModule module, ItemKey key, long before) {
        Mono<Version> newest = before == 0
                ? module.commands().getLatestItem(key).map(RecordedCommand::version)
                : Mono.just(Version.of(before - 1));
        return newest.filter(version -> version.isAfter(Version.NONE))
                .flatMap(to -> upTo(module, key, to))
                .defaultIfEmpty(new Timeline(key.toString(), List.of(), 0));
    }

    private static Mono<Timeline> upTo(MillraceModule module, ItemKey key, Version to) {
        Version from = Version.of(Math.max(1, to.value() - PAGE));
        return module.history()
                .versions(key, from, to)
                .collectList()
                .map(rows -> Timeline.of(
                        key.toString(),
                        rows,
                        !rows.isEmpty() && rows.get(0).version().equals(from) && from.isAfter(Version.FIRST)));
    }
}
