/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM of its own, whose words go to a file; it is killed when this JVM ends, if not before. */
final class ChildProcess implements AutoCloseable {

    private static final int SHOWN = 2_000;

    private final String name;
    private final Path log;
    private final Process process;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end of " + name));
    }

    /** Starts {@code java} with these arguments, and these variables beside those of this JVM. */
    static ChildProcess java(String name, Map<String, String> environment, List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try {
            Path log = Files.createTempFile("millrace-bench-" + name, ".log");
            ProcessBuilder builder = new ProcessBuilder(
                    Stream.concat(Stream.of(java), arguments.stream()).toList());
            builder.environment().putAll(environment);
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ChildProcess(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said something like this. Fails when it does not in time, or has ended. */
    MatchResult awaitWords(Pattern words, Duration patience) {
        return Waiting.until(name + " says " + words, patience, () -> {
            boolean alive = process.isAlive();
            Matcher found = words.matcher(said());
            if (found.find()) {
                return Optional.of(found.toMatchResult());
            }
            if (!alive) {
                throw new IllegalStateException("%s ended by itself: %s".formatted(name, lastWords()));
            }
            return Optional.empty();
        });
    }

    /** The processor time that it has used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Ends it with SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastWords() {
        String said = said();
        return said.substring(Math.max(0, said.length() - SHOWN));
    }

    @Override
    public void close() {
        kill();
        try {
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
