/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * How many pages there may be at once over all shards: on their way, or not fully handed over. Whoever finds no room
 * waits its turn, first come first served, without holding a thread.
 */
final class PageRoom {

    /** At most one per shard, since a shard reads its pages one after another. */
    private final Queue<Place> waiting = new ArrayDeque<>();

    private int free;

    PageRoom(int pages) {
        this.free = pages;
    }

    /** Returns a place for one page, not taken yet; to be closed. */
    Place place() {
        return new Place();
    }

    private void giveBack() {
        @Nullable Place next = takeForNext();
        if (next != null && next.granted != null) {
            next.granted.success();
        }
    }

    private synchronized @Nullable Place takeForNext() {
        @Nullable Place next = waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.taken = true;
        }
        return next;
    }

    /** Room for one page. */
    final class Place implements AutoCloseable {

        private boolean taken;
        private @Nullable MonoSink<Void> granted;

        private Place() {}

        /** Completes once the place is taken. */
        Mono<Void> take() {
            return Mono.create(sink -> {
                if (takeOrWait(sink)) {
                    sink.success();
                }
            });
        }

        private boolean takeOrWait(MonoSink<Void> sink) {
            synchronized (PageRoom.this) {
                if (free > 0) {
                    free--;
                    taken = true;
                } else {
                    granted = sink;
                    waiting.add(this);
                }
                return taken;
            }
        }

        /** Gives the place back if it was taken, and its turn up if not. */
        @Override
        public void close() {
            boolean was;
            synchronized (PageRoom.this) {
                was = taken;
                taken = false;
                waiting.remove(this);
            }
            if (was) {
                giveBack();
            }
        }
    }
}
