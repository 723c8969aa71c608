/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.chaos.history.Event.Answer;
import dev.millrace.chaos.history.Event.Answered;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Assigned;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.Committed;
import dev.millrace.chaos.history.Event.Delivered;
import dev.millrace.chaos.history.Event.Done;
import dev.millrace.chaos.history.Event.Ended;
import dev.millrace.chaos.history.Event.Held;
import dev.millrace.chaos.history.Event.KeptBehind;
import dev.millrace.chaos.history.Event.LossAnnounced;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Read;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.Event.Unparked;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import dev.millrace.chaos.history.History.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** I15: while something is on its way, something moves or somebody says why not. */
final class NobodyIsQuiet implements HistoryChecker {

    private static final List<Class<? extends Event>> SIGNS = List.of(
            Opened.class,
            Read.class,
            OnTopic.class,
            SetAside.class,
            Checkpointed.class,
            Assigned.class,
            Delivered.class,
            Applied.class,
            Held.class,
            Parked.class,
            KeptBehind.class,
            Unparked.class,
            Done.class,
            Committed.class,
            Announced.class,
            LossAnnounced.class,
            Ended.class);

    private final Duration longestSilence;

    NobodyIsQuiet(Duration longestSilence) {
        this.longestSilence = longestSilence;
    }

    @Override
    public String invariant() {
        return "I15";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        OnItsWay onItsWay = new OnItsWay();
        Duration lastSign = Duration.ZERO;
        for (Entry entry : history.entries()) {
            if (onItsWay.isEmpty()) {
                lastSign = entry.at();
            }
            Duration silence = entry.at().minus(lastSign);
            if (silence.compareTo(longestSilence) > 0) {
                broken.accept("%s on the way, and not a word for %s before %s"
                        .formatted(onItsWay.lagging, silence, entry.event()));
                lastSign = entry.at();
            }
            if (SIGNS.contains(entry.event().getClass())) {
                lastSign = entry.at();
            }
            onItsWay.note(entry.event());
        }
    }

    /** What was promised to be shown and is not yet, per sink. */
    private static final class OnItsWay {

        private final Set<String> sinks = new HashSet<>();
        private final Map<String, Long> newest = new HashMap<>();
        private final Set<Fact> lagging = new HashSet<>();

        boolean isEmpty() {
            return lagging.isEmpty();
        }

        void note(Event event) {
            if (event instanceof Subscribed subscribed) {
                sinks.add(subscribed.sink());
            } else if (event instanceof Answered answered && answered.answer() == Answer.OK) {
                sinks.forEach(sink -> begin(sink, answered.fact()));
            } else if (event instanceof Applied applied) {
                end(applied.sink(), applied.fact());
            } else if (event instanceof Held held) {
                end(held.sink(), held.fact());
            } else if (event instanceof Parked parked) {
                end(parked.sink(), parked.fact());
            } else if (event instanceof KeptBehind kept) {
                end(kept.sink(), kept.fact());
            } else if (event instanceof SetAside letter) {
                sinks.forEach(sink -> end(sink, letter.fact()));
            }
        }

        private void begin(String sink, Fact fact) {
            Fact inSink = new Fact(sink + "/" + fact.item(), fact.version());
            if (newest.getOrDefault(inSink.item(), 0L) < fact.version()) {
                lagging.add(inSink);
            }
        }

        private void end(String sink, Fact fact) {
            String item = sink + "/" + fact.item();
            newest.merge(item, fact.version(), Math::max);
            lagging.removeIf(late -> late.item().equals(item) && late.version() <= fact.version());
        }
    }
}
