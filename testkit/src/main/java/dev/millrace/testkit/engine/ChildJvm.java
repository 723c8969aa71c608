/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Server} in a JVM of its own, with this JVM's class path or with another. It dies with this JVM, however this
 * JVM dies.
 */
final class ChildJvm implements Server {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final String LOG_FILE = "engine.log";
    private static final int SHOWN_LOG_LINES = 20;
    private static final long POLL_MILLIS = 10;
    private static final long STOP_SECONDS = 8;

    private final Class<? extends Server> server;
    private final EngineOptions options;
    private final String classPath;
    private @Nullable Process process;

    ChildJvm(Class<? extends Server> server, EngineOptions options) {
        this(server, options, System.getProperty("java.class.path"));
    }

    private ChildJvm(Class<? extends Server> server, EngineOptions options, String classPath) {
        this.server = server;
        this.options = options;
        this.classPath = classPath;
    }

    /** For a server whose libraries would clash with ours: it gets these, and of ours the testkit's own classes alone. */
    static ChildJvm apart(Class<? extends Server> server, EngineOptions options, String libraries) {
        return new ChildJvm(server, options, ownClasses() + File.pathSeparator + libraries);
    }

    private static Path ownClasses() {
        try {
            return Path.of(ChildJvm.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new EngineStartException("the testkit's own classes are nowhere", e);
        }
    }

    @Override
    public String start(Path folder) throws IOException {
        Path address = folder.resolve(ChildMain.ADDRESS_FILE);
        Files.deleteIfExists(address);
        Process started = launch(folder);
        process = started;
        try {
            awaitFile(address, started);
            return Files.readString(address);
        } catch (IllegalStateException | IOException | InterruptedException e) {
            throw failed(folder, e);
        }
    }

    private EngineStartException failed(Path folder, Exception cause) {
        stop();
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String lastWords = Folders.tail(folder.resolve(LOG_FILE), SHOWN_LOG_LINES);
        return new EngineStartException("%s; its last words:%n%s".formatted(cause.getMessage(), lastWords), cause);
    }

    private Process launch(Path folder) throws IOException {
        return new ProcessBuilder(command(folder))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(LOG_FILE).toFile()))
                .start();
    }

    @Override
    public boolean endsWithThisJvm() {
        return true;
    }

    /** Ctrl-C reaches every process of a terminal: the child leaves it to its parent to end it in order. */
    private List<String> command(Path folder) {
        Stream<String> shell = Files.isExecutable(SHELL)
                ? Stream.of(SHELL.toString(), "-c", "trap '' INT; exec \"$0\" \"$@\"")
                : Stream.empty();
        return Stream.concat(shell, jvm(folder).stream()).toList();
    }

    private List<String> jvm(Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + options.heapMegabytes() + "m",
                "-Djava.io.tmpdir=" + folder, // native libraries are unpacked there and go with the folder
                "-Djava.awt.headless=true",
                "-Dlogback.configurationFile=dev/millrace/testkit/engine-logback.xml",
                "-cp",
                classPath,
                ChildMain.class.getName(),
                server.getName(),
                folder.toString());
    }

    private void awaitFile(Path file, Process started) throws InterruptedException {
        long deadline = System.nanoTime() + options.startTimeout().toNanos();
        while (!Files.exists(file)) {
            if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the engine's JVM ended with code " + started.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no answer from the engine within " + options.startTimeout());
            }
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            end(process);
            process = null;
        }
    }

    @Override
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
            process = null;
        }
    }

    private static void end(Process process) {
        try {
            process.getOutputStream().write(ChildMain.FAREWELL);
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
