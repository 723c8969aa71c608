/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.Event.Read;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** I10: at no moment does a checkpoint cover a change that is neither on the topic nor set aside. */
final class CheckpointsStayBehind implements HistoryChecker {

    private record Reading(String worker, String shard) {}

    @Override
    public String invariant() {
        return "I10";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Set<Fact> safe = new HashSet<>();
        Map<Reading, Queue<Read>> read = new HashMap<>();
        history.forEach(event -> {
            note(event, safe, read);
            if (event instanceof Checkpointed saved) {
                Queue<Read> behind = read.getOrDefault(new Reading(saved.worker(), saved.shard()), new ArrayDeque<>());
                while (!behind.isEmpty() && behind.element().place() <= saved.place()) {
                    Fact fact = behind.remove().fact();
                    if (!safe.contains(fact)) {
                        broken.accept("%s covers %s, which is not on the topic".formatted(saved, fact));
                    }
                }
            }
        });
    }

    private static void note(Event event, Set<Fact> safe, Map<Reading, Queue<Read>> read) {
        if (event instanceof OnTopic onTopic) {
            safe.add(onTopic.fact());
        } else if (event instanceof SetAside letter) {
            safe.add(letter.fact());
        } else if (event instanceof Opened opened) {
            read.put(new Reading(opened.worker(), opened.shard()), new ArrayDeque<>());
        } else if (event instanceof Read next) {
            read.computeIfAbsent(new Reading(next.worker(), next.shard()), reading -> new ArrayDeque<>())
                    .add(next);
        }
    }
}
