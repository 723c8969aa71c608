/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.change.ChangeRecord;
import java.util.ArrayList;
import java.util.List;

/** A stream whose shards split, merge, lag and stutter. */
final class SimStream {

    private final World world;
    private final List<SimShard> shards = new ArrayList<>();
    private boolean trimmed;

    SimStream(World world) {
        this.world = world;
        add(List.of(), 0, SimShard.HASHES / 2 - 1);
        add(List.of(), SimShard.HASHES / 2, SimShard.HASHES - 1);
    }

    private void add(List<SimShard> parents, int firstHash, int lastHash) {
        shards.add(new SimShard(shards.size(), parents, firstHash, lastHash));
    }

    List<SimShard> shards() {
        return shards;
    }

    void append(ChangeRecord change) {
        forgetOnce();
        if (world.happens(Trouble.STREAM_DROPS)) {
            return;
        }
        if (world.happens(Trouble.STREAM_SWAPS)) {
            world.later(world.between("swap", 50, 2_000), () -> appendInOrder(change));
            return;
        }
        appendInOrder(change);
        if (world.happens(Trouble.STREAM_DUPLICATES)) {
            world.later(world.between("duplicate", 0, 3_000), () -> appendInOrder(change));
        }
        reshape();
    }

    /** What is lost is older than any repair that has begun, as after an outage of a day; so it happens once. */
    private void forgetOnce() {
        if (!trimmed && world.happens(Trouble.STREAM_TRIMS)) {
            trimmed = true;
            shards.forEach(SimShard::forget);
        }
    }

    private void appendInOrder(ChangeRecord change) {
        SimShard shard = shardOf(change);
        long lag =
                world.happens(Trouble.STREAM_LATE) ? world.between("late", 500, 5_000) : world.between("stream", 1, 50);
        long due = shard.due(world.nowMillis() + lag);
        world.later(due - world.nowMillis(), () -> shard.add(change));
    }

    private SimShard shardOf(ChangeRecord change) {
        int hash = Math.floorMod(change.key().hashCode(), SimShard.HASHES);
        return shards.stream().filter(shard -> shard.takes(hash)).findFirst().orElseThrow();
    }

    private void reshape() {
        List<SimShard> open = shards.stream().filter(SimShard::takesMore).toList();
        SimShard first = open.get((int) world.between("shard", 0, open.size() - 1));
        if (first.firstHash() < first.lastHash() && world.happens(Trouble.SHARD_SPLITS)) {
            int middle = (first.firstHash() + first.lastHash()) / 2;
            end(first);
            add(List.of(first), first.firstHash(), middle);
            add(List.of(first), middle + 1, first.lastHash());
        } else if (open.size() > 1 && world.happens(Trouble.SHARDS_MERGE)) {
            open.stream()
                    .filter(other -> other.firstHash() == first.lastHash() + 1)
                    .findFirst()
                    .ifPresent(next -> merge(first, next));
        }
    }

    private void merge(SimShard first, SimShard next) {
        end(first);
        end(next);
        add(List.of(first, next), first.firstHash(), next.lastHash());
    }

    private void end(SimShard shard) {
        long over = shard.takeNoMore(world.nowMillis());
        world.later(over - world.nowMillis(), shard::close);
    }
}
