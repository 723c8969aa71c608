/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.item.ModuleId;
import dev.millrace.rebuild.KeyRange;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds as their operator does them, with the commands of {@code docs/rebuild.md}, for one kind of read model. */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
abstract class GenerationsScenario {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int LIVE = LiveRoad.ITEMS * 9 / 10;
    private static final int ROWS = LiveRoad.ITEMS * LiveRoad.VERSIONS;

    final ModuleId module = new ModuleId("local", "a" + UUID.randomUUID(), "order");
    private final StringWriter printed = new StringWriter();
    private String dynamo = "";
    private String kafka = "";
    private LiveRoad road;
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void tables_topics_and_items(DynamoDbLocal engine, KafkaBroker broker) {
        dynamo = engine.endpoint().toString();
        kafka = broker.bootstrapServers();
        road = new LiveRoad(module, engine.endpoint(), kafka);
        done("tables create --partitions 2 --kafka " + kafka);
        road.fill();
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        road.close();
        disconnect();
    }

    /** What kind of read model it is, as commands name it. */
    abstract String kind();

    /** The options that say where it is. */
    abstract String place();

    /** What the process of a command needs in its environment for that. */
    abstract Map<String, String> environment();

    /** Ends what the test itself has of the read model. */
    abstract void disconnect();

    /** Makes the read model as it is without generations. */
    abstract void createPlain();

    /** The ids and versions that queries find now. */
    abstract Map<String, Long> found();

    abstract SinkGenerations generations();

    /** Takes an item out of a generation behind the back of its sink. */
    abstract void lose(int generation, String id);

    private List<String> arguments(String command) {
        String place = command.startsWith("tables") || command.startsWith("position") ? "" : place();
        String kind = command.startsWith("rebuild") || command.startsWith("generation") ? "--sink " + kind() : "";
        String options =
                "--app %s --module %s --dynamodb-endpoint %s".formatted(module.application(), module.module(), dynamo);
        return Stream.of(String.join(" ", command, kind, place, options).split(" +", -1))
                .toList();
    }

    private int millrace(String command) {
        printed.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(printed, true);
        return Main.commandLine()
                .setOut(out)
                .setErr(out)
                .execute(arguments(command).toArray(String[]::new));
    }

    private void done(String command) {
        assertThat(millrace(command)).as("%s: %s", command, printed).isZero();
    }

    private void failed(String command, String complaint) {
        assertThat(millrace(command)).as("%s: %s", command, printed).isNotZero();
        assertThat(printed.toString()).contains(complaint);
    }

    @Test
    void a_read_model_is_rebuilt_in_place() {
        createPlain();

        done("rebuild --rate 100000");
        assertThat(printed.toString()).contains(ROWS + " rows read").contains("0 refused");
        await().atMost(PATIENCE).until(this::showsEveryItem);

        done("rebuild --rate 100000");
        assertThat(printed.toString()).contains(ROWS + " rows read, 0 changes applied");
    }

    @Test
    void a_second_generation_is_filled_compared_and_used_and_the_first_one_again_under_live_traffic() throws Exception {
        done("generation create --generation 1 --replicas 0");
        done("generation switch --generation 1 --despite-lag --kafka " + kafka);
        road.bridge();
        LiveRoad.Work first = road.worker(generations().sink(1));
        await().atMost(PATIENCE).until(this::showsEveryItem);
        try (Watch watch = new Watch(this::found)) {
            road.commands();
            Process second = fillTheSecond();
            first.stop();
            switchTo(2, watch);
            done("generation list");
            assertThat(printed.toString()).containsPattern("generation 2 .*in use");

            road.worker(generations().sink(1));
            switchTo(1, watch);
            loseOneAndFindIt();
            stop(second);
        }
        dropTheSecond();
    }

    private boolean showsEveryItem() {
        Map<String, Long> found = found();
        return found.size() == LIVE && found.values().stream().allMatch(version -> version == LiveRoad.VERSIONS);
    }

    private Process fillTheSecond() throws Exception {
        done("generation create --generation 2 --replicas 0");
        String sink = generations().sink(2).name().text();
        done("position move --sink %s --to end --kafka %s".formatted(sink, kafka));
        failed("generation switch --generation 2 --patience PT1S --kafka " + kafka, "behind its topic");
        Process worker = start("sink %s --generation 2 --kafka %s".formatted(kind(), kafka));
        killARebuildHalfway();

        done("rebuild --into 2 --rate 100000");
        assertThat(printed.toString()).contains("rebuilt:").contains("0 refused");
        done("generation compare --generation 2");
        assertThat(printed.toString()).contains("equal:");
        return worker;
    }

    private void killARebuildHalfway() throws IOException, InterruptedException {
        Process process = start("rebuild --into 2 --rate 50 --segments 1");
        // The worker brings the items that live; a deleted one can only have come from the rebuild.
        await().atMost(PATIENCE).until(this::holdsSomeThatAreDeleted);
        assertThat(process.isAlive()).as("the rebuild is under way").isTrue();
        process.destroyForcibly().waitFor();
    }

    /** A process of its own, as the launcher starts it. */
    private Process start(String command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(arguments(command));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(processes.size() + ".log").toFile());
        builder.environment().putAll(environment());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), SECONDS)).isTrue();
    }

    private boolean holdsSomeThatAreDeleted() {
        return generations().page(2, KeyRange.ALL, 1_000).block(PATIENCE).stream()
                .anyMatch(item -> item.isDeleted());
    }

    private void switchTo(int generation, Watch watch) {
        done("generation switch --generation %d --kafka %s".formatted(generation, kafka));
        long before = watch.seen();
        await().atMost(PATIENCE).until(() -> watch.seen() > before);
    }

    private void loseOneAndFindIt() {
        String lost = LiveRoad.key(10).id();
        lose(2, lost);
        failed("generation compare --generation 2 --patience PT3S", lost + ": nothing against version 4, deleted");
        assertThat(printed.toString()).contains("tenant acme: ").contains("1 items differ");
    }

    private void dropTheSecond() {
        failed("generation drop --generation 1", "is in use");
        done("generation drop --generation 2");
        done("generation list");
        assertThat(printed.toString()).contains("generation 1").doesNotContain("generation 2");
    }
}
