/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.ItemKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Takes the next batch of a lane from what is waiting there: never two changes of one item. For one thread at a time. */
final class Batching {

    private final Map<ItemKey, Ticket> batch = new LinkedHashMap<>();
    private final int maxBatch;
    private final boolean compaction;

    Batching(RunnerOptions options) {
        this.maxBatch = options.maxBatch();
        this.compaction = options.compaction();
    }

    /** Returns what a sink may be shown together; tickets that lost to one of these hang onto it. */
    List<Ticket> take(Queue<Ticket> waiting) {
        Ticket next = waiting.peek();
        while (next != null && batch.size() < maxBatch && fits(next)) {
            batch.merge(next.change().key(), next, Ticket::against);
            waiting.poll();
            next = waiting.peek();
        }
        List<Ticket> taken = new ArrayList<>(batch.values());
        batch.clear();
        return taken;
    }

    private boolean fits(Ticket next) {
        return compaction || !batch.containsKey(next.change().key());
    }
}
