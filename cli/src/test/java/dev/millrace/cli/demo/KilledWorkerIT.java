/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The process that runs bridge and sink is killed in the middle, twice, while commands keep coming. */
class KilledWorkerIT {

    private static final int CHANGES = 3_000;
    private static final int CONCURRENCY = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DemoEngines engines = DemoEngines.start();
    private final Road road = new Road(engines.dynamoEndpoint(), engines.kafkaServers());
    private final ExpectedItems expected = new ExpectedItems();
    private final Publishing publishing = new Publishing(road.module().commandService(), expected);
    private final Sinks.Empty<Void> stop = Sinks.empty();

    @TempDir
    private Path folder;

    private Process worker;

    private Process start() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RoadWorker.class.getName(),
                        engines.dynamoEndpoint().toString(),
                        engines.kafkaServers()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile())
                .start();
    }

    @AfterEach
    void close() {
        stop.tryEmitEmpty();
        if (worker != null) {
            worker.destroyForcibly();
        }
        road.close();
        engines.close();
    }

    @Test
    void nothing_is_lost_and_the_topic_stays_in_order() throws IOException {
        road.prepare().block();
        TopicAudit audit = new TopicAudit();
        Mono<Void> auditing = road.audit(audit, stop.asMono()).cache();
        auditing.subscribe();
        worker = start();
        Mono<Void> published = publishing
                .publish(InputFile.shipped().changes(invalid -> {}).take(CHANGES), CONCURRENCY)
                .cache();
        published.subscribe();

        killWhen(audit, CHANGES / 5);
        killWhen(audit, CHANGES / 2);

        published.block(PATIENCE);
        await().atMost(PATIENCE).until(() -> audit.seen() >= publishing.recorded() && rowsAreComplete());
        stop.tryEmitEmpty();
        auditing.block(PATIENCE);

        Verification found = verification();
        assertThat(found).isEqualTo(new Verification(expected.size(), 0, 0));
        assertThat(audit.outOfOrder()).as("out of order").isZero();
        assertThat(audit.seen()).isEqualTo(publishing.recorded());
    }

    /** Kills the worker once so much has passed, and starts another. */
    private void killWhen(TopicAudit audit, long seen) throws IOException {
        await().atMost(PATIENCE).until(() -> audit.seen() >= seen);
        worker.destroyForcibly().onExit().join();
        worker = start();
    }

    private boolean rowsAreComplete() {
        return verification().isClean();
    }

    private Verification verification() {
        return Objects.requireNonNull(
                new DataTable(road.module()).verify(expected).block(PATIENCE));
    }
}
