/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** I7: on the topic, the first deliveries of an item are its versions in order, in one partition; only those may repeat. */
final class OrderOnTheTopic implements HistoryChecker {

    @Override
    public String invariant() {
        return "I7";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Set<Fact> setAside = history.all(SetAside.class).map(SetAside::fact).collect(Collectors.toSet());
        Map<String, OnTopic> newest = new HashMap<>();
        history.all(OnTopic.class).forEach(next -> {
            OnTopic before = newest.get(next.fact().item());
            long expected = expectedAfter(before, next.fact(), setAside);
            if (next.fact().version() > expected) {
                broken.accept("%s is where %d was to follow".formatted(next, expected));
            }
            if (before != null && before.partition() != next.partition()) {
                broken.accept("%s left its partition: %s".formatted(before, next));
            }
            if (next.fact().version() >= expected) {
                newest.put(next.fact().item(), next);
            }
        });
    }

    private static long expectedAfter(OnTopic before, Fact next, Set<Fact> setAside) {
        long expected = before == null ? 1 : before.fact().version() + 1;
        while (expected < next.version() && setAside.contains(new Fact(next.item(), expected))) {
            expected++;
        }
        return expected;
    }
}
