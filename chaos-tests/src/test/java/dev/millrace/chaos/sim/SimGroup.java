/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.chaos.history.Event.Assigned;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A consumer group: which runner has which partition, and how far each partition is saved. */
final class SimGroup {

    private static final long SESSION_MILLIS = 3_000;

    /** A runner's membership. */
    static final class Member {

        private final String runner;
        private final Runnable onAssigned;
        private long lastHeard;

        Member(String runner, Runnable onAssigned) {
            this.runner = runner;
            this.onAssigned = onAssigned;
        }
    }

    private final World world;
    private final List<Member> members = new ArrayList<>();
    private final Member[] owners = new Member[SimTopic.PARTITIONS];
    private final long[] tenures = new long[SimTopic.PARTITIONS];
    private final long[] saved = new long[SimTopic.PARTITIONS];
    private int turn;

    SimGroup(World world) {
        this.world = world;
    }

    void join(Member member) {
        member.lastHeard = world.nowMillis();
        if (!members.contains(member)) {
            members.add(member);
            assign();
        }
    }

    void leave(Member member) {
        if (members.remove(member)) {
            assign();
        }
    }

    /** A member says that it lives; whoever has not for too long is out. */
    void beat(Member member) {
        join(member);
        List<Member> silent = members.stream()
                .filter(other -> world.nowMillis() - other.lastHeard > SESSION_MILLIS)
                .toList();
        silent.forEach(this::leave);
        if (world.happens(Trouble.REBALANCED)) {
            turn++;
            assign();
        }
    }

    private void assign() {
        for (int partition = 0; partition < SimTopic.PARTITIONS; partition++) {
            Member next = members.isEmpty() ? null : members.get((partition + turn) % members.size());
            if (!Objects.equals(next, owners[partition])) {
                owners[partition] = next;
                tenures[partition]++;
                if (next != null) {
                    world.note(new Assigned(next.runner, partition));
                }
            }
        }
        members.forEach(member -> member.onAssigned.run());
    }

    /** The number of the tenure if the partition is the member's now, else -1. */
    long tenure(Member member, int partition) {
        return Objects.equals(owners[partition], member) ? tenures[partition] : -1;
    }

    boolean isCurrent(int partition, long tenure) {
        return tenures[partition] == tenure;
    }

    long saved(int partition) {
        return saved[partition];
    }

    void save(int partition, long offset) {
        saved[partition] = Math.max(saved[partition], offset);
    }
}
