/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Event.Shown;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** I9: in the end a sink shows what the log says, leaving out what was set aside. */
final class SinksConverge implements HistoryChecker {

    @Override
    public String invariant() {
        return "I9";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        history.all(Subscribed.class).map(Subscribed::sink).distinct().forEach(sink -> check(sink, history, broken));
    }

    private static void check(String sink, History history, Consumer<String> broken) {
        Map<String, Recorded> expected = fold(sink, history);
        Map<String, Shown> shown = new HashMap<>();
        history.all(Shown.class)
                .filter(row -> row.sink().equals(sink))
                .forEach(row -> shown.put(row.fact().item(), row));
        expected.forEach((item, row) -> {
            Shown found = shown.remove(item);
            if (found == null
                    || !found.fact().equals(row.fact())
                    || !found.content().equals(row.content())) {
                broken.accept("%s shows %s and not %s".formatted(sink, found, row));
            }
        });
        shown.values().forEach(row -> broken.accept("nobody recorded %s".formatted(row)));
    }

    private static Map<String, Recorded> fold(String sink, History history) {
        Set<Fact> leftOut = new HashSet<>();
        history.all(SetAside.class).forEach(letter -> leftOut.add(letter.fact()));
        history.all(Parked.class)
                .filter(parked -> parked.sink().equals(sink))
                .forEach(parked -> leftOut.add(parked.fact()));
        Map<String, Recorded> newest = new HashMap<>();
        history.all(Recorded.class)
                .filter(row -> !leftOut.contains(row.fact()))
                .forEach(row -> newest.merge(row.fact().item(), row, SinksConverge::later));
        return newest;
    }

    private static Recorded later(Recorded one, Recorded other) {
        return one.fact().version() > other.fact().version() ? one : other;
    }
}
