/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.GivenUp;
import dev.millrace.chaos.history.Event.KeptBehind;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Event.Unparked;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.HashSet;
import java.util.Set;

/** What a sink lacks in the end and somebody can look at. */
public final class SetAsides {

    private final String sink;
    private final Set<Fact> forGood = new HashSet<>();
    private final Set<Fact> parked = new HashSet<>();

    private SetAsides(String sink) {
        this.sink = sink;
    }

    /** Returns what was set aside of that sink and did not come back. */
    public static SetAsides of(String sink, History history) {
        SetAsides found = new SetAsides(sink);
        history.forEach(found::note);
        return found;
    }

    private void note(Event event) {
        if (event instanceof SetAside letter) {
            forGood.add(letter.fact());
        } else if (event instanceof GivenUp gone && gone.sink().equals(sink)) {
            forGood.add(gone.fact());
            parked.remove(gone.fact());
        } else if (event instanceof Parked letter && letter.sink().equals(sink)) {
            parked.add(letter.fact());
        } else if (event instanceof KeptBehind kept && kept.sink().equals(sink)) {
            parked.add(kept.fact());
        } else if (event instanceof Unparked back && back.sink().equals(sink)) {
            parked.remove(back.fact());
        }
    }

    public boolean contains(Fact fact) {
        return forGood.contains(fact) || parked.contains(fact);
    }

    /** Whether something can still be redriven. */
    public boolean hasParked() {
        return !parked.isEmpty();
    }

    @Override
    public String toString() {
        return parked.toString();
    }
}
