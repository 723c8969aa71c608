/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.ItemKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * Takes the next batch of a lane from what is waiting there: never two changes of one item. For one thread at a time.
 *
 * <p>Where an item stands in the batch is kept in a table of numbers that is used again for every batch: a map would make
 * an object for each delivery.
 */
final class Batching {

    private static final int FREE = 0;
    private static final int SMALLEST_TABLE = 16;

    private final int maxBatch;
    private final boolean compaction;

    /** At the hash of an item, or at the next free place after it: where in the batch the item stands, counted from 1. */
    private int[] places = new int[SMALLEST_TABLE];

    Batching(RunnerOptions options) {
        this.maxBatch = options.maxBatch();
        this.compaction = options.compaction();
    }

    /** Returns what a sink may be shown together; tickets that lost to one of these hang onto it. */
    List<Ticket> take(Queue<Ticket> waiting) {
        List<Ticket> batch = new ArrayList<>(Math.min(waiting.size(), maxBatch));
        Ticket next = waiting.peek();
        while (next != null && batch.size() < maxBatch && joins(batch, next)) {
            waiting.poll();
            next = waiting.peek();
        }
        Arrays.fill(places, FREE);
        return batch;
    }

    private boolean joins(List<Ticket> batch, Ticket next) {
        int slot = slotOf(next.change().key(), batch);
        int place = places[slot];
        if (place == FREE) {
            batch.add(next);
            places[slot] = batch.size();
            growFor(batch);
            return true;
        }
        if (compaction) {
            batch.set(place - 1, batch.get(place - 1).against(next));
        }
        return compaction;
    }

    /** Where the item is in the table, or where it belongs; the table is never more than half full. */
    private int slotOf(ItemKey key, List<Ticket> batch) {
        int last = places.length - 1;
        int hash = key.hashCode();
        int slot = (hash ^ hash >>> 16) & last;
        while (places[slot] != FREE
                && !batch.get(places[slot] - 1).change().key().equals(key)) {
            slot = slot + 1 & last;
        }
        return slot;
    }

    private void growFor(List<Ticket> batch) {
        if (2 * batch.size() < places.length) {
            return;
        }
        places = new int[2 * places.length];
        for (int place = 1; place <= batch.size(); place++) {
            places[slotOf(batch.get(place - 1).change().key(), batch)] = place;
        }
    }
}
