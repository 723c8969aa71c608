/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Acknowledged;
import dev.millrace.chaos.history.Event.Budget;
import dev.millrace.chaos.history.Event.Closed;
import dev.millrace.chaos.history.Event.Delivered;
import dev.millrace.chaos.history.Event.Done;
import dev.millrace.chaos.history.Event.Ended;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.Event.Read;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** I17: no process holds more than it may, whatever is down. */
final class MemoryIsBounded implements HistoryChecker {

    @Override
    public String invariant() {
        return "I17";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Map<String, Map<String, Integer>> held = new HashMap<>();
        Map<String, Integer> budgets = new HashMap<>();
        history.forEach(event -> {
            if (event instanceof Budget budget) {
                budgets.put(budget.process(), budget.changes());
            } else if (event instanceof Ended ended) {
                held.remove(ended.process());
            } else if (event instanceof Opened opened) {
                of(opened.worker(), held).remove(opened.shard());
            } else if (event instanceof Closed closed) {
                of(closed.worker(), held).remove(closed.shard());
            } else if (event instanceof Acknowledged acknowledged) {
                add(-1, acknowledged.worker(), acknowledged.shard(), held);
            } else if (event instanceof Done done) {
                add(-1, done.runner(), "deliveries", held);
            } else if (event instanceof Read read) {
                check(read, read.worker(), add(1, read.worker(), read.shard(), held), budgets, broken);
            } else if (event instanceof Delivered next) {
                check(next, next.runner(), add(1, next.runner(), "deliveries", held), budgets, broken);
            }
        });
    }

    private static Map<String, Integer> of(String process, Map<String, Map<String, Integer>> held) {
        return held.computeIfAbsent(process, unknown -> new HashMap<>());
    }

    /** Returns how much the process holds then. */
    private static int add(int changes, String process, String where, Map<String, Map<String, Integer>> held) {
        Map<String, Integer> parts = of(process, held);
        parts.computeIfPresent(where, (part, before) -> before + changes);
        parts.putIfAbsent(where, Math.max(0, changes));
        return parts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void check(
            Event event, String process, int held, Map<String, Integer> budgets, Consumer<String> broken) {
        Integer budget = budgets.get(process);
        if (budget != null && held > budget) {
            broken.accept("%s holds %d and may hold %d at %s".formatted(process, held, budget, event));
        }
    }
}
