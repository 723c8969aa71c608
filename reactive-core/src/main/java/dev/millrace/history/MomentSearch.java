/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import dev.millrace.command.RecordedCommand;
import dev.millrace.item.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds the version that was the newest at a moment. A binary search: of two neighbours it finds, the first was written
 * by the moment and the second was not, however the moments in between are ordered.
 */
final class MomentSearch {

    private final ItemVersions versions;
    private final Instant moment;

    MomentSearch(ItemVersions versions, Instant moment) {
        this.versions = versions;
        this.moment = moment;
    }

    Mono<RecordedCommand> newest() {
        return versions.latest().flatMap(this::fromLatest);
    }

    private Mono<RecordedCommand> fromLatest(RecordedCommand latest) {
        if (isWritten(latest)) {
            return Mono.just(latest);
        }
        boolean neverThere = latest.state().audit().created().at().isAfter(moment);
        return neverThere
                ? Mono.empty()
                : search(new Window(null, latest.version().value()));
    }

    private Mono<RecordedCommand> search(Window window) {
        return window.isClosed()
                ? Mono.justOrEmpty(window.found())
                : narrowed(window).flatMap(this::search);
    }

    private Mono<Window> narrowed(Window window) {
        Window before = new Window(window.found(), window.middle());
        return firstIn(window)
                .map(row -> isWritten(row) ? new Window(row, window.end()) : before)
                .defaultIfEmpty(before);
    }

    /** The middle of the window; where that has expired, the first row after it. */
    private Mono<RecordedCommand> firstIn(Window window) {
        Version middle = Version.of(window.middle());
        Version last = Version.of(window.end() - 1);
        return versions.get(middle)
                .switchIfEmpty(Mono.defer(() -> versions.list(middle, last).next()));
    }

    private boolean isWritten(RecordedCommand row) {
        return !row.state().audit().updated().at().isAfter(moment);
    }

    /**
     * Where the answer lies.
     *
     * @param found the newest row known to be written by the moment, null if none is known
     * @param end the first version that is known to be written later, or to have no row
     */
    private record Window(@Nullable RecordedCommand found, long end) {

        boolean isClosed() {
            return middle() == start();
        }

        long middle() {
            return start() + (end - start()) / 2;
        }

        private long start() {
            return found == null ? 0 : found.version().value();
        }
    }
}
