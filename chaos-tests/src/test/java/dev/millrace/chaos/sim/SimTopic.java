/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Fact;
import java.util.ArrayList;
import java.util.List;

/** The partitions of a topic. */
final class SimTopic {

    static final int PARTITIONS = 3;

    private final World world;
    private final List<List<ChangeRecord>> partitions = new ArrayList<>();
    private final List<Runnable> readers = new ArrayList<>();

    SimTopic(World world) {
        this.world = world;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    static int partitionOf(ChangeRecord change) {
        return Math.floorMod(change.key().hashCode() * 31, PARTITIONS);
    }

    void append(ChangeRecord change) {
        int partition = partitionOf(change);
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
