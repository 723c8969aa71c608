/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.Shown;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** I9: in the end a sink shows what the log says; of what was set aside it may lack any part. */
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
        Map<String, Recorded> least = new HashMap<>();
        Map<Fact, Recorded> recorded = new HashMap<>();
        SetAsides aside = SetAsides.of(sink, history);
        history.all(Recorded.class).forEach(row -> {
            recorded.put(row.fact(), row);
            if (!aside.contains(row.fact())) {
                least.merge(row.fact().item(), row, SinksConverge::later);
            }
        });
        Map<String, Shown> shown = new HashMap<>();
        history.all(Shown.class)
                .filter(row -> row.sink().equals(sink))
                .forEach(row -> shown.put(row.fact().item(), row));
        least.forEach((item, row) -> {
            Shown found = shown.get(item);
            if (found == null || found.fact().version() < row.fact().version()) {
                broken.accept("%s shows %s and not %s".formatted(sink, found, row));
            }
        });
        shown.values().stream()
                .filter(row -> !isOf(recorded.get(row.fact()), row))
                .forEach(row -> broken.accept("nobody recorded %s".formatted(row)));
    }

    private static boolean isOf(Recorded row, Shown shown) {
        return row != null && row.content().equals(shown.content());
    }

    private static Recorded later(Recorded one, Recorded other) {
        return one.fact().version() > other.fact().version() ? one : other;
    }
}
