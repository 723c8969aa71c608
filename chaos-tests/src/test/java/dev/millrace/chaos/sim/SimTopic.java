/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Fact;
import java.util.ArrayList;
import java.util.List;

/** The partitions of a topic. */
final class SimTopic {

    /** The most it ever has. */
    static final int PARTITIONS = 4;

    private static final int AT_FIRST = 3;

    private final World world;
    private final List<List<ChangeRecord>> partitions = new ArrayList<>();
    private final List<Runnable> readers = new ArrayList<>();
    private int inUse = AT_FIRST;

    SimTopic(World world) {
        this.world = world;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    /** Where a producer sends the change that does so now. */
    int partitionOf(ChangeRecord change) {
        if (world.happens(Trouble.PARTITION_ADDED)) {
            inUse = PARTITIONS;
        }
        return Math.floorMod(change.key().hashCode() * 31, inUse);
    }

    void append(ChangeRecord change, int partition) {
        List<ChangeRecord> log = partitions.get(partition);
        log.add(change);
        world.note(new OnTopic(partition, log.size() - 1, Fact.of(change)));
        List.copyOf(readers).forEach(Runnable::run);
    }

    List<ChangeRecord> partition(int number) {
        return partitions.get(number);
    }

    void onNews(Runnable reader) {
        readers.add(reader);
    }
}
