/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Held;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** I6: every change is in every sink, superseded there, or visibly set aside. */
final class NothingSkipped implements HistoryChecker {

    @Override
    public String invariant() {
        return "I6";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        history.all(Subscribed.class).map(Subscribed::sink).distinct().forEach(sink -> check(sink, history, broken));
    }

    private static void check(String sink, History history, Consumer<String> broken) {
        Map<String, Long> newest = new HashMap<>();
        history.all(Applied.class)
                .filter(applied -> applied.sink().equals(sink))
                .forEach(applied ->
                        newest.merge(applied.fact().item(), applied.fact().version(), Math::max));
        history.all(Held.class)
                .filter(held -> held.sink().equals(sink))
                .forEach(held -> newest.merge(held.fact().item(), held.fact().version(), Math::max));
        SetAsides excused = SetAsides.of(sink, history);
        history.all(Recorded.class)
                .map(Recorded::fact)
                .filter(fact -> newest.getOrDefault(fact.item(), 0L) < fact.version())
                .filter(fact -> !excused.contains(fact))
                .forEach(fact -> broken.accept("%s never reached %s".formatted(fact, sink)));
    }
}
