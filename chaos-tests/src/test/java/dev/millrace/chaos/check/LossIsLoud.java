/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.LossAnnounced;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.Event.Read;
import dev.millrace.chaos.history.Event.SetAside;
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
        Losses losses = new Losses(broken);
        history.forEach(losses::note);
        losses.end();
    }

    /** What is missing of a shard, and how far its reader had come when it found out. */
    private static final class Gap {

        private final Set<Fact> facts = new HashSet<>();
        private final long place;

        Gap(long place) {
            this.place = place;
        }
    }

    private static final class Losses {

        private final Consumer<String> broken;
        private final Set<Fact> carried = new HashSet<>();
        private final Set<Fact> lost = new HashSet<>();
        private final Map<String, Gap> unannounced = new HashMap<>();
        private final Map<String, Long> places = new HashMap<>();

        Losses(Consumer<String> broken) {
            this.broken = broken;
        }

        void note(Event event) {
            if (event instanceof OnTopic onTopic) {
                carried.add(onTopic.fact());
            } else if (event instanceof SetAside letter) {
                carried.add(letter.fact());
            } else if (event instanceof Opened opened) {
                places.put(opened.shard(), 0L);
            } else if (event instanceof Read read) {
                places.put(read.shard(), read.place());
            } else if (event instanceof Trimmed trimmed && !carried.contains(trimmed.fact())) {
                gap(trimmed.shard()).facts.add(trimmed.fact());
                lost.add(trimmed.fact());
            } else if (event instanceof LossAnnounced announced) {
                unannounced.remove(announced.shard());
            } else if (event instanceof Checkpointed saved) {
                check(saved);
            }
        }

        private Gap gap(String shard) {
            return unannounced.computeIfAbsent(shard, unknown -> new Gap(places.getOrDefault(shard, 0L)));
        }

        private void check(Checkpointed saved) {
            Gap gap = unannounced.get(saved.shard());
            if (gap != null && saved.place() > gap.place) {
                broken.accept("%s, and not a word of %s".formatted(saved, gap.facts));
            }
        }

        void end() {
            unannounced.values().forEach(gap -> broken.accept("%s were lost in silence".formatted(gap.facts)));
            lost.removeAll(carried);
            lost.forEach(fact -> broken.accept("%s was never fetched from the log".formatted(fact)));
        }
    }
}
