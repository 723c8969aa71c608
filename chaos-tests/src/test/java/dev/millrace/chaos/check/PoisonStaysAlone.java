/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Cured;
import dev.millrace.chaos.history.Event.KeptBehind;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Poisoned;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * I13: a change that a sink can never take is parked with all that is known of it, and at most its own item with it; once
 * the sink takes everything, redrives bring all of it there.
 */
final class PoisonStaysAlone implements HistoryChecker {

    private record Row(String sink, String item) {}

    @Override
    public String invariant() {
        return "I13";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Map<Row, Long> firstPoison = new HashMap<>();
        Map<Row, Long> newest = new HashMap<>();
        history.all(Poisoned.class)
                .forEach(poison -> firstPoison.merge(
                        row(poison.sink(), poison.fact()), poison.fact().version(), Math::min));
        history.all(Applied.class)
                .forEach(applied -> newest.merge(
                        row(applied.sink(), applied.fact()), applied.fact().version(), Math::max));
        Set<Poisoned> parked = new HashSet<>();
        history.all(KeptBehind.class).forEach(kept -> {
            parked.add(new Poisoned(kept.sink(), kept.fact()));
            if (!firstPoison.containsKey(row(kept.sink(), kept.fact()))) {
                broken.accept("%s, whose item is not poisoned".formatted(kept));
            }
        });
        history.all(Parked.class).forEach(letter -> {
            parked.add(new Poisoned(letter.sink(), letter.fact()));
            Long poison = firstPoison.get(row(letter.sink(), letter.fact()));
            if (poison == null || poison > letter.fact().version()) {
                broken.accept("%s, which is not poisoned".formatted(letter));
            }
            if (letter.cause().isEmpty() || letter.position().isEmpty() || letter.attempts() < 1) {
                broken.accept("%s does not say why, from where or how often tried".formatted(letter));
            }
        });
        history.all(Poisoned.class)
                .filter(poison -> !parked.contains(poison))
                .filter(poison -> newest.getOrDefault(row(poison.sink(), poison.fact()), 0L)
                        < poison.fact().version())
                .forEach(poison -> broken.accept("%s is nowhere".formatted(poison)));
        history.all(Cured.class)
                .map(cured -> SetAsides.of(cured.sink(), history))
                .filter(SetAsides::hasParked)
                .forEach(left -> broken.accept("%s are parked in spite of redrives".formatted(left)));
    }

    private static Row row(String sink, Fact fact) {
        return new Row(sink, fact.item());
    }
}
