/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmIT {

    private Path folder;

    @BeforeEach
    void in(@TempDir Path empty) {
        folder = empty;
    }

    @Test
    void an_engine_whose_parent_is_killed_goes_too_and_leaves_nothing_behind() throws Exception {
        Process parent = startParent();
        try (BufferedReader lines = parent.inputReader()) {
            assertThat(lines.readLine()).isEqualTo(Parent.READY);
            List<ProcessHandle> engines = parent.children().toList();
            assertThat(engines).hasSize(1);
            assertThat(folder).isNotEmptyDirectory();

            parent.destroyForcibly().waitFor();

            engines.get(0).onExit().get(30, SECONDS);
            assertThat(folder).isEmptyDirectory();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void an_engine_that_fails_to_start_shows_its_last_words() {
        ChildJvm child = new ChildJvm(Failing.class, EngineOptions.defaults());

        assertThatThrownBy(() -> child.start(folder))
                .isInstanceOf(EngineStartException.class)
                .hasMessageStartingWith("the engine's JVM ended with code 1")
                .hasMessageContaining("IllegalStateException: out of order");
    }

    @Test
    void a_started_engine_runs_until_it_is_stopped_and_may_start_again() throws Exception {
        ChildJvm child = new ChildJvm(Counting.class, EngineOptions.defaults());

        assertThat(child.start(folder)).isEqualTo("start 1");
        child.stop();
        child.stop();
        assertThat(child.start(folder)).isEqualTo("start 2");
        child.stop();
    }

    private Process startParent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A JVM with an engine, up to the moment it is killed. */
    static final class Parent {

        static final String READY = "ready";

        public static void main(String[] arguments) throws IOException {
            DynamoDbLocal.start();
            System.out.println(READY);
            System.in.read();
        }
    }

    /** A server that never comes up. */
    static final class Failing implements Server {

        @Override
        public String start(Path folder) {
            throw new IllegalStateException("out of order");
        }

        @Override
        public void stop() {
            // never started
        }
    }

    /** A server that remembers in its folder how often it was started. */
    static final class Counting implements Server {

        @Override
        public String start(Path folder) throws IOException {
            Path file = folder.resolve("starts");
            String before = Files.exists(file) ? Files.readString(file) : "";
            Files.writeString(file, before + "x");
            return "start " + (before.length() + 1);
        }

        @Override
        public void stop() {
            // nothing runs
        }
    }
}
