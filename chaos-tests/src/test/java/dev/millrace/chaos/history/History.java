/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Everything that happened in a run, in order. Only grows. Safe for concurrent use. */
public final class History {

    /** An event and when it happened, since the run began. */
    public record Entry(Duration at, Event event) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Supplier<Duration> clock;
    private List<Entry> snapshot = List.of();

    public History(Supplier<Duration> clock) {
        this.clock = clock;
    }

    /** A history whose events come one second after the other. */
    public static History of(Event... events) {
        int[] seconds = {0};
        History history = new History(() -> Duration.ofSeconds(seconds[0]++));
        Stream.of(events).forEach(history::add);
        return history;
    }

    /** The histories of several processes, put in order by time; of what came at one time, in the order given. */
    public static History merged(List<Entry> unordered) {
        List<Entry> ordered = new ArrayList<>(unordered);
        ordered.sort(Comparator.comparing(Entry::at));
        Iterator<Entry> next = ordered.iterator();
        Entry[] current = new Entry[1];
        History history = new History(() -> current[0].at());
        while (next.hasNext()) {
            current[0] = next.next();
            history.add(current[0].event());
        }
        return history;
    }

    public synchronized void add(Event event) {
        entries.add(new Entry(clock.get(), event));
    }

    /** What happened so far. */
    public synchronized List<Entry> entries() {
        if (snapshot.size() < entries.size()) {
            snapshot = List.copyOf(entries);
        }
        return snapshot;
    }

    /** The events of one kind, in order. */
    public <E extends Event> Stream<E> all(Class<E> kind) {
        return entries().stream().map(Entry::event).filter(kind::isInstance).map(kind::cast);
    }

    /** Shows each event, in order. */
    public void forEach(Consumer<Event> event) {
        entries().forEach(entry -> event.accept(entry.event()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries()) {
            text.append("%9.3f  %s%n".formatted(entry.at().toNanos() / 1e9, entry.event()));
        }
        return text.toString();
    }
}
