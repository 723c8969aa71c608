/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Ended;
import dev.millrace.chaos.history.History.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A running {@link Worker}, as its parent sees it. */
final class Child implements AutoCloseable {

    private final Life life;
    private final Path log;
    private final Process process;
    private final List<Entry> told = new ArrayList<>();

    Child(Life life) throws IOException {
        this.life = life;
        this.log = life.events().resolveSibling(life.events().getFileName() + ".log");
        this.process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=chaos-worker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName()));
        command.addAll(life.arguments());
        return command;
    }

    String name() {
        return life.process();
    }

    /** What it has written down so far, and what became of it. */
    List<Entry> events() {
        List<Entry> events = new ArrayList<>(EventFile.read(life.events()));
        events.addAll(told);
        return events;
    }

    /** Tells whether it has written down something of the kind; fails when it ended by itself. */
    boolean has(Predicate<Event> kind) {
        return count(kind) > 0;
    }

    /** Counts what it has written down of a kind so far; fails when it ended by itself. */
    long count(Predicate<Event> kind) {
        if (!process.isAlive() && told.isEmpty()) {
            throw new AssertionError("%s ended by itself:%n%s".formatted(name(), lastWords()));
        }
        return EventFile.read(life.events()).stream()
                .map(Entry::event)
                .filter(kind)
                .count();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isAtItsCrashPoint() {
        return has(Trap.word(name(), life.crashPoint())::equals);
    }

    /** Ends it with SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
        told.add(new Entry(Duration.between(life.began(), Instant.now()), new Ended(name(), "killed")));
    }

    /** Lets it stand still. */
    void pause() {
        signal("-STOP");
    }

    /** Lets it go on. */
    void goOn() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " ended with code " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
