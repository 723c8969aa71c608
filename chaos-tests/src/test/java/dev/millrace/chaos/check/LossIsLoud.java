/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.LossAnnounced;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Event.Trimmed;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** I12: what the stream forgot before it was carried is announced before the shard is left behind, and carried after all. */
final class LossIsLoud implements HistoryChecker {

    @Override
    public String invariant() {
        return "I12";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Set<Fact> carried = new HashSet<>();
        Map<String, Set<Fact>> unannounced = new HashMap<>();
        Set<Fact> lost = new HashSet<>();
        history.forEach(event -> {
            if (event instanceof OnTopic onTopic) {
                carried.add(onTopic.fact());
            } else if (event instanceof Trimmed trimmed && !carried.contains(trimmed.fact())) {
                unannounced
                        .computeIfAbsent(trimmed.shard(), shard -> new HashSet<>())
                        .add(trimmed.fact());
                lost.add(trimmed.fact());
            } else if (event instanceof LossAnnounced announced) {
                unannounced.remove(announced.shard());
            } else if (event instanceof Checkpointed saved && unannounced.containsKey(saved.shard())) {
                broken.accept("%s, and not a word of %s".formatted(saved, unannounced.get(saved.shard())));
            }
        });
        unannounced.values().forEach(facts -> broken.accept("%s were lost in silence".formatted(facts)));
        lost.removeAll(carried);
        lost.forEach(fact -> broken.accept("%s was never fetched from the log".formatted(fact)));
    }
}
