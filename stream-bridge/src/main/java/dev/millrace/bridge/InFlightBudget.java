/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * How many records, and how many bytes, a worker may have in flight over all its shards. Whoever finds it used up waits
 * its turn, first come first served, without holding a thread.
 */
final class InFlightBudget {

    private final int maxRecords;
    private final long maxBytes;

    /** At most one claim per share, since a shard admits its records one after another. */
    private final Queue<Claim> waiting = new ArrayDeque<>();

    private int records;
    private long bytes;

    InFlightBudget(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Opens a shard's share; closing it gives back all that the shard still has in flight. */
    Share open() {
        return new Share();
    }

    private void grantWhatFits() {
        for (Claim claim = nextThatFits(); claim != null; claim = nextThatFits()) {
            claim.granted.success(claim.record);
        }
    }

    private synchronized @Nullable Claim nextThatFits() {
        Claim first = waiting.peek();
        if (first == null || !fits(first.record)) {
            return null;
        }
        first.share.take(first.record);
        return waiting.poll();
    }

    private boolean fits(StreamRecord record) {
        // A record larger than the whole budget must get through too: alone.
        return records == 0 || (records < maxRecords && bytes + record.bytes() <= maxBytes);
    }

    private record Claim(Share share, StreamRecord record, MonoSink<StreamRecord> granted) {}

    /** What one shard has in flight. */
    final class Share {

        private int heldRecords;
        private long heldBytes;
        private boolean closed;

        private Share() {}

        /** Emits the record once it is within the budget. */
        Mono<StreamRecord> admit(StreamRecord record) {
            return Mono.defer(
                    () -> takesNow(record) ? Mono.just(record) : Mono.create(granted -> await(record, granted)));
        }

        /** Gives back what so many records of so many bytes took; a share that was closed meanwhile has done so. */
        void release(int givenRecords, long givenBytes) {
            synchronized (InFlightBudget.this) {
                if (!closed) {
                    give(givenRecords, givenBytes);
                }
            }
            grantWhatFits();
        }

        /** Gives back everything; the share is of no further use. */
        void close() {
            synchronized (InFlightBudget.this) {
                closed = true;
                waiting.removeIf(claim -> claim.share == this);
                give(heldRecords, heldBytes);
            }
            grantWhatFits();
        }

        /** Admits the record if it is within the budget and nobody waits; tells whether it is. */
        boolean takesNow(StreamRecord record) {
            synchronized (InFlightBudget.this) {
                if (closed || !waiting.isEmpty() || !fits(record)) {
                    return false;
                }
                take(record);
                return true;
            }
        }

        private void await(StreamRecord record, MonoSink<StreamRecord> granted) {
            synchronized (InFlightBudget.this) {
                if (!closed) {
                    waiting.add(new Claim(this, record, granted));
                }
            }
            grantWhatFits(); // something may have been given back in between
        }

        private void take(StreamRecord record) {
            synchronized (InFlightBudget.this) {
                heldRecords++;
                heldBytes += record.bytes();
                records++;
                bytes += record.bytes();
            }
        }

        private void give(int givenRecords, long givenBytes) {
            synchronized (InFlightBudget.this) {
                heldRecords -= givenRecords;
                heldBytes -= givenBytes;
                records -= givenRecords;
                bytes -= givenBytes;
            }
        }
    }
}
