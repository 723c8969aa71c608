/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History.Entry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Where a process that may be killed at any moment writes down what it does: an event a line, each on disk at once. */
final class EventFile {

    private static final String BETWEEN = "\t";

    private final Supplier<Duration> clock;
    private final BufferedWriter writer;

    EventFile(Path file, Supplier<Duration> clock) throws IOException {
        this.clock = clock;
        this.writer = Files.newBufferedWriter(file);
    }

    synchronized void add(Event event) {
        List<String> line = new ArrayList<>();
        line.add(Long.toString(clock.get().toNanos()));
        line.add(event.getClass().getSimpleName());
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            line.add(text(value(component, event)));
        }
        try {
            writer.write(String.join(BETWEEN, line) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(RecordComponent component, Event event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Object value) {
        return value instanceof Fact fact
                ? fact.item() + " " + fact.version()
                : value.toString().replaceAll("\\s", " ");
    }

    /** What is in a file so far; a last line that was cut off is left out. */
    static List<Entry> read(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            return whole.lines().map(EventFile::entry).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String line) {
        List<String> parts = Arrays.asList(line.split(BETWEEN, -1));
        Duration at = Duration.ofNanos(Long.parseLong(parts.get(0)));
        return new Entry(at, event(parts.get(1), parts.subList(2, parts.size())));
    }

    private static Event event(String kind, List<String> values) {
        try {
            Class<?> type = Class.forName(Event.class.getName() + "$" + kind);
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            Object[] arguments = new Object[values.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = value(constructor.getParameterTypes()[i], values.get(i));
            }
            return (Event) constructor.newInstance(arguments);
        } catch (ClassNotFoundException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("no event: " + kind + values, e);
        }
    }

    private static Object value(Class<?> type, String text) {
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        if (type == Duration.class) {
            return Duration.parse(text);
        }
        int space = text.lastIndexOf(' ');
        return type == Fact.class
                ? new Fact(text.substring(0, space), Long.parseLong(text.substring(space + 1)))
                : text;
    }
}
