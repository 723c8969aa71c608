/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Assigned;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.Committed;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.History;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** I11: who lost a shard or a partition to another saves nothing there any more. That sinks are safe of it, too, is I8. */
final class ZombiesAreFenced implements HistoryChecker {

    private record Owner(String name, Duration since) {}

    @Override
    public String invariant() {
        return "I11";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Map<Object, Owner> owners = new HashMap<>();
        history.entries().forEach(entry -> {
            if (entry.event() instanceof Opened opened) {
                owners.put(opened.shard(), new Owner(opened.worker(), entry.at()));
            } else if (entry.event() instanceof Assigned assigned) {
                owners.put(assigned.partition(), new Owner(assigned.runner(), entry.at()));
            } else if (entry.event() instanceof Checkpointed saved) {
                check(saved, saved.worker(), saved.begun(), owners.get(saved.shard()), broken);
            } else if (entry.event() instanceof Committed saved) {
                check(saved, saved.runner(), entry.at(), owners.get(saved.partition()), broken);
            }
        });
    }

    /** What was begun before another came may be heard of after. */
    private static void check(Event save, String saving, Duration begun, Owner owner, Consumer<String> broken) {
        if (owner != null && !owner.name().equals(saving) && begun.compareTo(owner.since()) > 0) {
            broken.accept("%s, though %s reads there".formatted(save, owner.name()));
        }
    }
}
