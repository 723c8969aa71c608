/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.chaos.history.Event.Acknowledged;
import dev.millrace.chaos.history.Fact;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** From which shards the changes were read that a worker has on their way. */
public final class Travelling {

    private final Map<Fact, Queue<String>> shards = new ConcurrentHashMap<>();

    void from(String shard, Fact fact) {
        shards.computeIfAbsent(fact, unknown -> new ConcurrentLinkedQueue<>()).add(shard);
    }

    /** Notes that the worker is through with a change; nothing, if it did not come from the stream. */
    void arrived(Watch watch, Fact fact) {
        String shard = shards.getOrDefault(fact, new ConcurrentLinkedQueue<>()).poll();
        if (shard != null) {
            watch.see(new Acknowledged(watch.process(), shard, fact));
        }
    }
}
