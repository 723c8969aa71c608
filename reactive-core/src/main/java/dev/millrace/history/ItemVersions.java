/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.data.MisplacedItemException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One item's rows of the log. Whatever the log says, rows of another item, or other versions than asked, never get out. */
record ItemVersions(CommandLog log, ItemKey key) {

    static final Version LAST = Version.of(Version.MAX);

    Mono<RecordedCommand> latest() {
        return log.latest(key).map(row -> requireAsked(row, Version.FIRST, LAST));
    }

    Mono<RecordedCommand> get(Version version) {
        return log.get(key, version).map(row -> requireAsked(row, version, version));
    }

    Flux<RecordedCommand> list(Version from, Version to) {
        return log.list(key, from, to).map(row -> requireAsked(row, from, to));
    }

    private RecordedCommand requireAsked(RecordedCommand row, Version from, Version to) {
        if (!row.key().equals(key)
                || from.isAfter(row.version())
                || row.version().isAfter(to)) {
            throw new MisplacedItemException(key);
        }
        return row;
    }
}
